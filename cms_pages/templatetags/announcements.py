"""Filters for announcements."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template

from cms_pages.words import interruption_in_words, near_day, soon_in_words
from ebok.core.periods import day_in_words
from ebok.core.windows import moment_in_words

register = template.Library()


@register.filter
def soon(value: datetime | None) -> str:
    """`today, 18:30`; empty for None."""
    return "" if value is None else soon_in_words(value)


@register.filter
def when(page: Any) -> str:
    """Since when and until when an interruption lasts: `Expected end: today, 18:30`."""
    return interruption_in_words(page, day_words=near_day)


@register.filter
def when_on_paper(page: Any) -> str:
    """As `when`, with every day as a date: a sheet is read on another day."""
    return interruption_in_words(page, day_words=day_in_words)


@register.filter
def moment(value: datetime | None) -> str:
    """`Wednesday 25 November 2026 at 8:00`; empty for None."""
    return "" if value is None else moment_in_words(value)
