"""Filters for money, days and instants. Built in: templates need no `{% load %}`."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django import template

from ebok.core import money as amounts
from ebok.core import periods
from ebok.core.quantities import format_quantity

register = template.Library()


@register.filter
def money(amount: Decimal | None, currency: str = "PLN") -> str:
    """`1 234,56 zł`; empty for None."""
    if amount is None:
        return ""
    return amounts.format_money(amount, currency=currency or "PLN").replace("-", amounts.MINUS)


@register.filter
def day(value: date | None) -> str:
    """`21 listopada 2026`; empty for None."""
    return "" if value is None else periods.day_in_words(value)


@register.filter
def instant(value: datetime | None) -> str:
    """`21 listopada 2026, 14:05` in Europe/Warsaw; empty for None."""
    return "" if value is None else periods.instant_in_words(value)


@register.filter
def quantity(value: Decimal | None, unit: str = "") -> str:
    """`12,5 m³`, with as many decimals as there are; empty for None."""
    return "" if value is None else format_quantity(value, unit=unit)
