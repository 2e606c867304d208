"""Times as editors and readers say them, in Europe/Warsaw."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ebok.core.periods import day_in_words
from ebok.core.windows import office_zone


def weekday_in_words(day: date) -> str:
    """`poniedziałek, 23 listopada 2026` or `Monday 23 November 2026`."""
    english = (translation.get_language() or "pl").startswith("en")
    pattern, locale = ("EEEE d MMMM y", "en_GB") if english else ("EEEE, d MMMM y", "pl_PL")
    return format_date(day, format=pattern, locale=locale)


def soon_in_words(instant: datetime) -> str:
    """`dziś, 18:30`, `jutro, 8:00`, otherwise the day and the time; for residents in a hurry."""
    return f"{near_day(_office_day(instant))}, {_hour(instant)}"


def span_in_words(start: datetime, end: datetime, *, day_words: Callable[[date], str]) -> str:
    """`3 grudnia 2026, 8:00–13:00`; over midnight both days stand there.

    Parameters:
        day_words: how a day is called.
    """
    first, last = _office_day(start), _office_day(end)
    if first == last:
        return f"{day_words(first)}, {_hour(start)}–{_hour(end)}"
    return f"{day_words(first)}, {_hour(start)} – {day_words(last)}, {_hour(end)}"


def interruption_in_words(page: Any, *, day_words: Callable[[date], str]) -> str:
    """Since when and until when an interruption lasts, or how it ended.

    Parameters:
        page: an announcement of an interruption.
        day_words: how a day is called: near ones by `near_day`, on paper all of them by their date.
    """

    def told(instant: datetime) -> str:
        return f"{day_words(_office_day(instant))}, {_hour(instant)}"

    if page.state == "resolved":
        if page.resolved_at:
            return _("Resolved: %(moment)s") % {"moment": told(page.resolved_at)}
        return _("Ended: %(moment)s") % {"moment": told(page.expected_end_at)}
    if page.is_overdue:
        return _("Takes longer than expected; we are still working on it")
    if page.state == "upcoming":
        if page.expected_end_at:
            return span_in_words(page.starts_at, page.expected_end_at, day_words=day_words)
        return _("From %(start)s") % {"start": told(page.starts_at)}
    if page.expected_end_at:
        return _("Expected end: %(end)s") % {"end": told(page.expected_end_at)}
    return _("The end is not known yet")


def near_day(day: date) -> str:
    """`dziś`, `jutro`, `wczoraj`, otherwise the date."""
    today = timezone.now().astimezone(office_zone()).date()
    return {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}.get((day - today).days) or day_in_words(day)


def _office_day(instant: datetime) -> date:
    return instant.astimezone(office_zone()).date()


def _hour(instant: datetime) -> str:
    local = instant.astimezone(office_zone())
    return f"{local.hour}:{local.minute:02}"
