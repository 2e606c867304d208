"""The full text index of SQLite, which a suite without migrations lacks."""

from __future__ import annotations

from importlib import import_module

from django.db import connection


def make_full_text_index() -> None:
    """As the one migration of Wagtail's search makes it; nothing to do on other databases, or again."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'wagtailsearch_indexentry_fts'")
        if "VIRTUAL" in (cursor.fetchone() or [""])[0]:
            return
        cursor.execute("DROP TABLE IF EXISTS wagtailsearch_indexentry_fts")
        migration = import_module("wagtail.search.migrations.0006_customise_indexentry").Migration
        for operation in migration.operations:
            for statement in getattr(operation, "database_operations", []):
                cursor.execute(statement.sql)
