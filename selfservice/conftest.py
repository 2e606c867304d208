"""What all tests of the office share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import caches

from cms_pages import generation


@pytest.fixture(autouse=True)
def empty_caches() -> Iterator[None]:
    """Limits and copies of content must not travel from one test to the next."""
    for cache in caches.all(initialized_only=True):
        cache.clear()
    yield


@pytest.fixture(autouse=True)
def one_look_at_the_content(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a slow machine a request would ask for the content generation anew, and cost a query more."""
    monkeypatch.setattr(generation, "TRUST_SECONDS", 3600.0)
