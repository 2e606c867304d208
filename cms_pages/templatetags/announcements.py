"""Filters for announcements."""

from __future__ import annotations

from datetime import datetime

from django import template

from cms_pages.words import moment_in_words, soon_in_words

register = template.Library()


@register.filter
def soon(value: datetime | None) -> str:
    """`today, 18:30`; empty for None."""
    return "" if value is None else soon_in_words(value)


@register.filter
def moment(value: datetime | None) -> str:
    """`Wednesday 25 November 2026 at 8:00`; empty for None."""
    return "" if value is None else moment_in_words(value)
