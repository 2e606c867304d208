"""Tickets for tests, taken as the office takes them."""

from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory

from selfservice.access.tests.factories import AccessFactory
from selfservice.tickets.models import Category, Ticket
from selfservice.tickets.services import Guest, create


class CategoryFactory(DjangoModelFactory[Category]):
    """A category without further questions."""

    class Meta:
        model = Category

    code = factory.Sequence(lambda number: f"category-{number}")
    title_pl = "Sprawa"
    title_en = "Matter"


def a_ticket(**facts: Any) -> Ticket:
    """A ticket of account 100245 sent by a new owner; every argument of `create` may be given."""
    facts.setdefault("category", None)
    facts["category"] = facts["category"] or CategoryFactory.create()
    if "guest" not in facts:
        facts.setdefault("account_no", "100245")
        facts["actor"] = facts.get("actor") or AccessFactory.create(account_no="100245").user
    return create(**{"subject": "No water", "text": "Since this morning.", "language": "en", **facts})


def a_guest_ticket(email: str = "guest@example.org", **facts: Any) -> Ticket:
    """A ticket of somebody without a sign-in."""
    return a_ticket(guest=Guest(name="Anna Zmyślona", email=email), channel="guest", **facts)
