"""What all tests of the office share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import caches


@pytest.fixture(autouse=True)
def empty_caches() -> Iterator[None]:
    """Limits and copies of content must not travel from one test to the next."""
    for cache in caches.all(initialized_only=True):
        cache.clear()
    yield
