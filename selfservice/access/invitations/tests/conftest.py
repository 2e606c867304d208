"""Who offers, and who is offered."""

from __future__ import annotations

from typing import Any

import pytest

from selfservice.access.models import AccountAccess
from selfservice.access.tests.factories import AccessFactory
from selfservice.identity.tests.factories import UserFactory


@pytest.fixture
def owner() -> AccountAccess:
    return AccessFactory(user__email="owner@example.org")


@pytest.fixture
def helper() -> Any:
    return UserFactory(email="helper@example.org", language="en")
