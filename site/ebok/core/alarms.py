"""Alarms: raised by whoever notices, shown to the office, cleared when the matter is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import Error, models, transaction
from django.utils import timezone

from ebok.core.models import Alarm

log = structlog.get_logger(__name__)

REPEATED_AFTER = timedelta(minutes=1)


def raise_alarm(*, code: str, key: str = "", details: dict[str, Any] | None = None) -> None:
    """Raise the alarm `code` for the thing `key`; raising it again counts a repeat.

    The log line comes first: an alarm is heard even while the database is away, and the caller,
    who is reporting a fault already, never gets a second one from here.

    Parameters:
        code: namespaced, such as "documents.storage_unavailable".
        key: what it is about, when one code can concern several things.
        details: small JSON facts without personal data.
    """
    log.error("alarm.raised", code=code, key=key, details=details or {})
    try:
        with transaction.atomic():
            _store(code=code, key=key, details=details or {}, now=timezone.now())
    except Error:
        log.exception("alarm.not_stored", code=code, key=key)


def keep_alarm(*, code: str, key: str = "", details: dict[str, Any] | None = None) -> None:
    """Raise the alarm unless it was raised within the last minute: for those who look every second."""
    recent = open_alarms().filter(code=code, key=key, repeated_at__gt=timezone.now() - REPEATED_AFTER)
    if not recent.exists():
        raise_alarm(code=code, key=key, details=details)


def clear_alarm(*, code: str, key: str = "") -> bool:
    """End an open alarm; True when one was open.

    As with raising: while the database is away this is a log line, not a second fault.
    """
    open_ones = Alarm.objects.filter(code=code, key=key, cleared_at=None)
    try:
        # Asked every few seconds by periodic work, so look before taking the right to write.
        cleared = open_ones.exists() and bool(open_ones.update(cleared_at=timezone.now()))
    except Error:
        log.exception("alarm.not_cleared", code=code, key=key)
        return False
    if cleared:
        log.info("alarm.cleared", code=code, key=key)
    return cleared


def open_alarms() -> models.QuerySet[Alarm]:
    """Alarms that nobody and nothing has cleared yet, the latest first."""
    return Alarm.objects.filter(cleared_at=None)


def _store(*, code: str, key: str, details: dict[str, Any], now: datetime) -> None:
    alarm, fresh = Alarm.objects.get_or_create(
        code=code, key=key, defaults={"details": details, "raised_at": now, "repeated_at": now}
    )
    if fresh:
        return
    same = Alarm.objects.filter(pk=alarm.pk)
    reopened = same.exclude(cleared_at=None).update(
        cleared_at=None, times=1, raised_at=now, repeated_at=now, details=details
    )
    if not reopened:
        same.update(times=models.F("times") + 1, repeated_at=now, details=details)
