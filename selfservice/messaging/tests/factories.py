"""Made-up messages."""

from __future__ import annotations

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from selfservice.identity.mail import LetterKind
from selfservice.identity.tests.factories import UserFactory
from selfservice.messaging.models import Message


class MessageFactory(DjangoModelFactory[Message]):
    """An unread message that is about no customer account."""

    class Meta:
        model = Message

    user = factory.SubFactory(UserFactory)
    kind = LetterKind.CASES
    subject = factory.Sequence(lambda number: f"Message {number}")
    body = "There is an answer to your ticket."
    key = factory.Sequence(lambda number: f"made-up:{number}")
    created_at = factory.LazyFunction(timezone.now)
