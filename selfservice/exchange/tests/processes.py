"""Loaders in processes of their own, for tests that kill them or let them race.

A child is forked and gets connections of its own: to SQLite files of the test's folder, or to the test
database of PostgreSQL. It talks to the test through a pipe.
"""

from __future__ import annotations

import multiprocessing
from copy import deepcopy
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

from ebok.settings.base import SQLITE_OPTIONS
from selfservice.exchange.loading.database import LoadRunning
from selfservice.exchange.loading.taking import Taking
from selfservice.exchange.router import EXCHANGE
from selfservice.exchange.services import load_delivery

_FORK = multiprocessing.get_context("fork")
SECONDS = 60


class Loader:
    """A process that loads one delivery.

    Parameters:
        folder: where SQLite files, files and the lock stand.
        delivery: what it loads.
        pause_at: it says "paused" when this table has been written, and waits to be told to go on.
    """

    started: ClassVar[list[Loader]] = []

    def __init__(self, folder: Path, delivery: Path, pause_at: str = "") -> None:
        self.pipe, other = _FORK.Pipe()
        self.process = _FORK.Process(target=_load, args=(other, folder, delivery, pause_at), daemon=True)
        self.process.start()
        other.close()
        self.started.append(self)

    def hears(self) -> str:
        """The next word that it says; empty when it has died or is silent."""
        try:
            return str(self.pipe.recv()) if self.pipe.poll(SECONDS) else ""
        except EOFError:
            return ""

    def goes_on(self) -> None:
        """End its pause."""
        self.pipe.send("go on")

    def ends(self, *, killed: bool = False) -> None:
        """Wait for its end, or end it as a power cut would."""
        if killed:
            self.process.kill()
        self.process.join(SECONDS)
        self.pipe.close()


def connection_of(alias: str, folder: Path) -> BaseDatabaseWrapper:
    """A new connection to the database that the processes of a test share."""
    described = deepcopy(connections[alias].settings_dict)
    if connections[alias].vendor == "sqlite" or alias != EXCHANGE:
        described |= {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": SQLITE_OPTIONS}
        described["NAME"] = str(folder / f"{alias}.sqlite3")
    return load_backend(described["ENGINE"]).DatabaseWrapper(described, alias)


def prepare(folder: Path) -> None:
    """Make the tables that a load needs in the files that the processes share."""
    wanted = {"default": ("audit", "core"), EXCHANGE: ("exchange",)}
    for alias, labels in wanted.items():
        connection = connection_of(alias, folder)
        if connection.vendor != "sqlite":
            continue
        with connection.schema_editor() as editor:
            for model in (model for label in labels for model in apps.get_app_config(label).get_models()):
                editor.create_model(model)
        connection.close()


def _load(pipe: Connection, folder: Path, delivery: Path, pause_at: str) -> None:
    settings.VAR_DIR, settings.STORAGE_URL = folder, f"file://{folder}/store"
    for alias in ("default", EXCHANGE):
        connections[alias] = connection_of(alias, folder)
    written = Taking._note

    def note(self: Taking, table: Any, count: int, changes: Any) -> None:
        written(self, table, count, changes)
        if table.name == pause_at:
            pipe.send("paused")
            pipe.recv()

    Taking._note = note  # type: ignore[method-assign]
    try:
        load_delivery(path=delivery)
    except LoadRunning:
        pipe.send("refused")
    else:
        pipe.send("loaded")
