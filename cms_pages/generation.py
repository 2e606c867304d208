"""The content generation: cheap to ask, raised in the transaction of every change of public content.

The truth is one database row. The page cache keeps a copy, written after commit and read again from
the row every two seconds at most, so that a lost write heals by itself and a dead database leaves the
last known number standing.
"""

from __future__ import annotations

import time

import structlog
from django.core.cache import caches
from django.db import DatabaseError, transaction
from django.db.models import F

from cms_pages.models.generation import ContentGeneration

COPY_KEY = "generation"
TRUST_SECONDS = 2.0
log = structlog.get_logger(__name__)


def bump() -> None:
    """Public content changes in this transaction: after commit every cached page is out of date."""
    changed = ContentGeneration.objects.filter(pk=ContentGeneration.ROW).update(number=F("number") + 1)
    if not changed:
        ContentGeneration.objects.get_or_create(pk=ContentGeneration.ROW, defaults={"number": 2})
    transaction.on_commit(refresh)


def current() -> int:
    """The generation in force; no query while the copy is fresh."""
    copy = caches["pages"].get(COPY_KEY)
    if copy is not None and time.time() - copy[1] < TRUST_SECONDS:
        return int(copy[0])
    try:
        return refresh()
    except DatabaseError as error:
        if copy is None:
            raise
        log.warning("generation.database_silent", error=str(error))
        return int(copy[0])


def refresh() -> int:
    """Read the row and renew the copy.

    Raises:
        DatabaseError: the database does not answer.
    """
    row = ContentGeneration.objects.filter(pk=ContentGeneration.ROW).first()
    number = row.number if row else 1
    caches["pages"].set(COPY_KEY, (number, time.time()), timeout=None)
    return number


def forget() -> None:
    """Drop the copy and every stored page (for tests and for operators after a restore)."""
    caches["pages"].clear()
