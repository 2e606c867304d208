"""Heat by day, for charts of single days: the contract's `consumption` knows days, nothing shorter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from selfservice.exchange.demo.calendar import Calendar
from selfservice.exchange.demo.figures import thousandths
from selfservice.exchange.demo.town import Row

DAYS = 400
_BY_MONTH = (240, 225, 180, 110, 45, 22, 20, 20, 40, 105, 170, 225)
"""Thousandths of a GJ that a flat uses on a day of each month; in summer it is warm water alone."""
_WEEKEND, _WEATHER = 12, (0, 9, -14, 22, 5, -8, 17, -20, 3, 11, -4)


def heat_by_day(*, point: str, calendar: Calendar, flats: int) -> Iterator[tuple[str, Row]]:
    """Rows of `consumption` for each of the days before today, the earliest first.

    Parameters:
        flats: how many flats the point supplies.
    """
    for place in range(DAYS, 0, -1):
        day = calendar.today - timedelta(days=place)
        yield "consumption", (point, day, day, "heat", thousandths(_used(day) * flats), "GJ")


def _used(day: date) -> int:
    """A day's use of one flat: by season, somewhat more at weekends, up and down with the weather."""
    season = _BY_MONTH[day.month - 1]
    percent = 100 + _WEATHER[day.toordinal() % len(_WEATHER)] + (_WEEKEND if day.weekday() > 4 else 0)
    return season * percent // 100
