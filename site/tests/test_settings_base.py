"""What the settings say when nothing is set: one command on a fresh machine."""

from __future__ import annotations

import runpy

import pytest

from ebok.settings import base


def test_all_workers_share_the_cache_that_counts_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """A memory of each worker's own would give guessers as many tries as there are workers."""
    monkeypatch.delenv("CACHE_URL", raising=False)
    cache = runpy.run_path(base.__file__)["CACHES"]["default"]
    assert (cache["BACKEND"], cache["LOCATION"]) == (
        "django.core.cache.backends.db.DatabaseCache",
        "ebok_cache",
    )
