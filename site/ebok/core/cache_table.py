"""The table of the database cache, made before the first migration: what follows uses the cache already."""

from __future__ import annotations

from django.core.management import call_command


def make_cache_table(*, using: str, verbosity: int = 1, **signal: object) -> None:
    """Receiver of `pre_migrate`; does nothing where the table stands, or where the cache is elsewhere."""
    call_command("createcachetable", database=using, verbosity=verbosity)
