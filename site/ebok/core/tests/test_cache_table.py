"""An empty database becomes an office by `migrate` alone."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection

from ebok.core.cache_table import make_cache_table


@pytest.mark.django_db
def test_the_table_is_made_once_and_only_in_the_portals_own_database(monkeypatch) -> None:
    cache = DatabaseCache("cache_of_a_test", {})
    monkeypatch.setattr(caches, "all", lambda **options: [cache])
    monkeypatch.setattr("django.core.management.commands.createcachetable.caches", {"default": cache})
    monkeypatch.setattr(settings, "CACHES", {"default": {}})
    for _time in range(2):
        make_cache_table(using="default", verbosity=0)
    make_cache_table(using="exchange", verbosity=0)
    assert "cache_of_a_test" in connection.introspection.table_names()


@pytest.mark.long
def test_migrate_needs_no_command_before_it(tmp_path: Path) -> None:
    manage = Path(settings.SITE_DIR, "manage.py")
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "ebok.settings.dev"}
    command = [sys.executable, str(manage), "migrate", "--verbosity", "0"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    (database,) = tmp_path.glob("portal*.sqlite3")
    with sqlite3.connect(database) as portal:
        assert portal.execute("SELECT COUNT(*) FROM ebok_cache").fetchone()
