"""Every test starts and ends with empty caches: facts of a rolled-back generation must not survive."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from wagtail.models import Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms_pages import generation


@pytest.fixture(autouse=True)
def empty_caches() -> Iterator[None]:
    for _moment in ("before", "after"):
        generation.forget()
        cache.clear()
        Site.clear_site_root_paths_cache()
        if _moment == "before":
            yield


@pytest.fixture(autouse=True)
def no_reference_index() -> Iterator[None]:
    """Who refers to whom is Wagtail's own affair and would double the time of every save."""
    with disable_reference_index_auto_update():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The suite runs without migrations; SQLite's full text index is made by one of them only."""
    if connection.vendor != "sqlite":
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'wagtailsearch_indexentry_fts'")
        if "VIRTUAL" in (cursor.fetchone() or [""])[0]:
            return
        cursor.execute("DROP TABLE IF EXISTS wagtailsearch_indexentry_fts")
        for operation in import_module(
            "wagtail.search.migrations.0006_customise_indexentry"
        ).Migration.operations:
            for statement in getattr(operation, "database_operations", []):
                cursor.execute(statement.sql)
