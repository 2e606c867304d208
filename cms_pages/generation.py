"""The content generation: cheap to ask, raised in the transaction of every change of public content.

The truth is one database row. The page cache keeps a copy, written after commit and read again from
the row every two seconds at most, so that a lost write heals by itself and a dead database leaves the
last known number standing. A number that is not committed yet is never shown to others.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

import structlog
from asgiref.local import Local
from django.core.cache import caches
from django.core.signals import request_finished, request_started
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.dispatch import receiver

from cms_pages.models.generation import ContentGeneration

COPY_KEY = "generation"
TRUST_SECONDS = 2.0
A_DAY = 86_400
log = structlog.get_logger(__name__)
Known = TypeVar("Known")
_memory: dict[str, tuple[int, Any]] = {}
# A page asks twenty times and is made at one generation: the request in hand keeps what it was told.
_in_hand = Local()


def bump() -> None:
    """Public content changes in this transaction: after commit every cached page is out of date."""
    row = ContentGeneration.objects.filter(pk=ContentGeneration.ROW)
    if not row.update(number=F("number") + 1):
        ContentGeneration.objects.get_or_create(pk=ContentGeneration.ROW, defaults={"number": 2})
    if not is_pending():
        transaction.on_commit(_refresh_after_commit)


def is_pending() -> bool:
    """Has the transaction in hand raised the generation without being committed yet?"""
    return any(
        after_commit is _refresh_after_commit for _savepoints, after_commit, *_ in connection.run_on_commit
    )


def current() -> int:
    """The generation in force; no query while the copy is fresh, one look a request."""
    if number := getattr(_in_hand, "number", None):
        return int(number)
    number = _looked_up()
    if hasattr(_in_hand, "number") and not is_pending():
        _in_hand.number = number
    return number


def _looked_up() -> int:
    copy = caches["pages"].get(COPY_KEY)
    if copy is not None and time.time() - copy[1] < TRUST_SECONDS:
        return int(copy[0])
    if is_pending():
        return _number()
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
    number = _number()
    caches["pages"].set(COPY_KEY, (number, time.time()), timeout=None)
    return number


def known(name: str, read: Callable[[], Known]) -> Known:
    """What `read` answers, asked once a generation for all processes together.

    Inside a transaction that changes content it is read each time: what is not committed stays at home.

    Parameters:
        name: of the fact, unique in the site ("office"). `read` must give something picklable.
    """
    if is_pending():
        return read()
    number = current()
    if name in _memory and _memory[name][0] == number:
        return cast(Known, _memory[name][1])
    key = f"fact:{name}:{number}"
    stored = caches["pages"].get(key)
    fact = (read(),) if stored is None else stored
    if stored is None:
        caches["pages"].set(key, fact, timeout=A_DAY)
    _memory[name] = (number, fact[0])
    return cast(Known, fact[0])


def forget() -> None:
    """Drop the copy, every fact and every stored page (for tests, and after restoring a backup)."""
    _memory.clear()
    _forget_in_hand()
    caches["pages"].clear()


@receiver(request_started, dispatch_uid="generation.request_started")
def _request_begins(**_signal: object) -> None:
    _in_hand.number = None


@receiver(request_finished, dispatch_uid="generation.request_finished")
def _request_is_over(**_signal: object) -> None:
    if hasattr(_in_hand, "number"):
        del _in_hand.number


def _forget_in_hand() -> None:
    if hasattr(_in_hand, "number"):
        _in_hand.number = None


def _refresh_after_commit() -> None:
    _forget_in_hand()
    refresh()


def _number() -> int:
    row = ContentGeneration.objects.filter(pk=ContentGeneration.ROW).first()
    return row.number if row else 1
