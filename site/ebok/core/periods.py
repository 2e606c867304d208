"""Time as people here count it: instants in UTC, days and words in Europe/Warsaw."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date, format_datetime
from django.utils import timezone, translation


def _language(language: str | None) -> str:
    return "en_GB" if (language or translation.get_language() or "pl").startswith("en") else "pl_PL"


def day_in_words(day: date, *, language: str | None = None) -> str:
    """`21 listopada 2026` or `21 November 2026`."""
    return format_date(day, format="d MMMM y", locale=_language(language))


def instant_in_words(instant: datetime, *, language: str | None = None) -> str:
    """`21 listopada 2026, 14:05` in Europe/Warsaw."""
    local = timezone.localtime(instant).replace(tzinfo=None)
    return format_datetime(local, format="d MMMM y, HH:mm", locale=_language(language))


def today() -> date:
    """The calendar day in Europe/Warsaw."""
    return timezone.localdate()
