"""By when the law wants an answer."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays

SATURDAY = 5


def due_on(*, received_on: date, days: int) -> date:
    """Last day for an answer that is due within `days` calendar days.

    The day of receipt does not count (art. 111 of the Civil Code). A deadline that ends on a
    Saturday or a day off by law ends on the next day that is neither (art. 115).

    Parameters:
        received_on: day of receipt in Europe/Warsaw.
        days: such as 14 for complaints of consumers (art. 7a of the Act on Consumer Rights).
    """
    day = received_on + timedelta(days=days)
    while is_day_off(day):
        day += timedelta(days=1)
    return day


def is_day_off(day: date) -> bool:
    """Saturday, Sunday or a day off by Polish law."""
    return day.weekday() >= SATURDAY or day in _holidays(day.year)


@lru_cache(maxsize=8)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("PL", years=year))
