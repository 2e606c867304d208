"""Accesses for tests."""

from __future__ import annotations

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from selfservice.access.models import AccessLevel, AccessRole, AccountAccess
from selfservice.identity.tests.factories import UserFactory


class AccessFactory(DjangoModelFactory[AccountAccess]):
    """An owner's access without end; traits make delegates and accesses of the past."""

    class Meta:
        model = AccountAccess

    user = factory.SubFactory(UserFactory)
    account_no = "100245"
    role = AccessRole.OWNER
    level = AccessLevel.ACT

    class Params:
        delegate = factory.Trait(role=AccessRole.DELEGATE, level=AccessLevel.VIEW, purpose="helps")
        expired = factory.Trait(
            valid_from=factory.LazyFunction(lambda: timezone.now() - timedelta(days=10)),
            expires_at=factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=1)),
        )
        revoked = factory.Trait(revoked_at=factory.LazyFunction(timezone.now))
