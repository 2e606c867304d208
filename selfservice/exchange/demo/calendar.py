"""The days of the demo town, all counted back from the instant to which its figures hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from holidays import country_holidays

WARSAW = ZoneInfo("Europe/Warsaw")
BILLS, READINGS = 12, 24


@dataclass(frozen=True)
class Calendar:
    """Days around `as_of`."""

    as_of: datetime

    @cached_property
    def today(self) -> date:
        """The day in the town."""
        return self.as_of.astimezone(WARSAW).date()

    @cached_property
    def month_ends(self) -> tuple[date, ...]:
        """Last days of the 25 months before this one, the oldest first: one start and 24 readings."""
        days, first = [], self.today.replace(day=1)
        for _ in range(READINGS + 1):
            days.append(first - timedelta(days=1))
            first = days[-1].replace(day=1)
        return tuple(reversed(days))

    def bill_days(self, days_ago: int) -> list[date]:
        """Days of issue of the newest twelve bills, the oldest first.

        Parameters:
            days_ago: how long ago the newest was issued, 0 to 27 days; the others a month apart each.
        """
        newest = self.today - timedelta(days=days_ago)
        day, days = min(newest.day, 28), [newest]
        month = newest.replace(day=1)
        while len(days) < BILLS:
            month = (month - timedelta(days=1)).replace(day=1)
            days.append(month.replace(day=day))
        return days[::-1]

    def instant(self, day: date, hour: int, minute: int = 0) -> str:
        """ISO 8601 with the town's offset."""
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=WARSAW).isoformat()


def before(day: date) -> tuple[date, date]:
    """First and last day of the month before the day."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def is_holiday(day: date) -> bool:
    """Is it a public holiday in Poland?"""
    return day in _holidays(day.year)


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("PL", years=year))
