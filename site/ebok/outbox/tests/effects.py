"""The work of the killed worker: an effect in a table whose key makes repeats harmless."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from ebok.outbox.handlers import handles

KIND = "tests.effect"
TABLES = (
    "CREATE TABLE IF NOT EXISTS effects (key TEXT PRIMARY KEY)",
    "CREATE TABLE IF NOT EXISTS tries (key TEXT)",
)


def make_tables() -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(table)


@handles(KIND)
def effect(payload: Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO tries VALUES (%s)", [payload["key"]])
    time.sleep(0.01)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT OR IGNORE INTO effects VALUES (%s)", [payload["key"]])
