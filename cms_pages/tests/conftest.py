"""A town for each module of tests, and caches that start empty for each test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.cache import cache
from django.db import transaction
from wagtail.models import Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms_pages import generation
from cms_pages.tests.factories import Town, make_town, settle, the_town
from cms_pages.tests.full_text import make_full_text_index
from ebok.core.area_names import area_names
from ebok.core.street_names import street_names


@pytest.fixture(autouse=True)
def empty_caches() -> Iterator[None]:
    """Facts of a generation that was rolled back must not survive."""
    for _moment in ("before", "after"):
        generation.forget()
        cache.clear()
        Site.clear_site_root_paths_cache()
        if _moment == "before":
            yield


@pytest.fixture(autouse=True)
def no_reference_index(request: pytest.FixtureRequest) -> Iterator[None]:
    """Who refers to whom would double the time of every save; tests of files ask for `reference_index`."""
    if "reference_index" in request.fixturenames:
        yield
        return
    with disable_reference_index_auto_update():
        yield


@pytest.fixture
def reference_index() -> None:
    """What refers to what is known as soon as it is saved."""


@pytest.fixture(autouse=True)
def no_search_index(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Indexing takes a quarter of every save; tests of search ask for the fixture `search_index`."""
    if "search_index" not in request.fixturenames:
        monkeypatch.setattr("modelsearch.signal_handlers.insert_or_update_object_task", Mock())


@pytest.fixture
def search_index() -> None:
    """Pages are found by search as soon as they are saved."""


@pytest.fixture(scope="module")
def shared_town(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One town for all tests of a module, in a transaction that ends with it."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_town()
        settle()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def town(shared_town: None, db: None) -> Town:
    """The module's town as this test finds it; what the test changes is rolled back."""
    return the_town()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The suite runs without migrations; SQLite's full text index is made by one of them only."""
    with django_db_blocker.unblock():
        make_full_text_index()


@pytest.fixture(autouse=True)
def silent_billing_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """The public part works without it; tests of names offer their own."""
    monkeypatch.setattr(area_names, "_offered", None)
    monkeypatch.setattr(street_names, "_offered", None)
