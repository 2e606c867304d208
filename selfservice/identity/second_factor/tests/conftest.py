"""Somebody with a second factor, whom no count of earlier tries holds up."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from selfservice.identity.second_factor.tests.factories import with_factor
from selfservice.identity.tests.factories import UserFactory


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def user() -> Any:
    user = UserFactory.create()
    with_factor(user)
    return user
