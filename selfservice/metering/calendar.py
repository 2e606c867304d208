"""Quantities of stretches shared out over calendar months and days.

The rule: a state holds at the end of its day, and what was used between two states was used evenly,
the same on every day after the first state up to the second. Shares are rounded to millionths of the
unit so that the parts of a stretch add up to the whole exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from selfservice.metering.stretches import Stretch

MILLIONTH = Decimal("0.000001")
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Use:
    """What was used within a month or on a day.

    Parameters:
        first: the first day of the month, or the day.
        quantity: in the unit of the service.
        days: on how many of its days something is known.
        estimated: at least a part of it is.
    """

    first: date
    quantity: Decimal
    days: int
    estimated: bool = False


def by_month(stretches: Iterable[Stretch]) -> dict[date, Use]:
    """Use by calendar month, under the first day of each; months of which nothing is known are absent."""
    stretches = list(stretches)
    known = Counter(date.fromordinal(day).replace(day=1) for day in _known_days(stretches))
    shares = [share for stretch in stretches for share in _by_month(stretch)]
    return _summed(shares, days=known)


def by_day(stretches: Iterable[Stretch]) -> dict[date, Use]:
    """Use by day; longer stretches are left out, because their days are not known one by one."""
    daily = [stretch for stretch in stretches if stretch.days == 1]
    shares = [Share(stretch.until, stretch.quantity, stretch.estimated) for stretch in daily]
    return _summed(shares, days=Counter({share.first: 1 for share in shares}))


def months_back(*, until: date, count: int) -> list[date]:
    """First days of `count` months, the last of which holds the day `until`; the earliest first."""
    number = until.year * 12 + until.month - 1
    return [date(place // 12, place % 12 + 1, 1) for place in range(number - count + 1, number + 1)]


def month_end(day: date) -> date:
    """The last day of the month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - A_DAY


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a stretch that falls into one month or day, under its first day."""

    first: date
    quantity: Decimal
    estimated: bool


def _summed(shares: list[Share], *, days: Counter[date]) -> dict[date, Use]:
    found: dict[date, Use] = {}
    for share in shares:
        old = found.get(share.first) or Use(share.first, Decimal(0), days[share.first])
        found[share.first] = replace(
            old, quantity=old.quantity + share.quantity, estimated=old.estimated or share.estimated
        )
    return found


def _by_month(stretch: Stretch) -> Iterator[Share]:
    """Shares of the months; a stretch that begins and ends on one day belongs to that day whole."""
    if stretch.days == 0:
        yield Share(stretch.until.replace(day=1), stretch.quantity, stretch.estimated)
        return
    given, day = Decimal(0), stretch.after + A_DAY
    while day <= stretch.until:
        end = min(month_end(day), stretch.until)
        through = _through(stretch, end)
        yield Share(day.replace(day=1), through - given, stretch.estimated)
        given, day = through, end + A_DAY


def _through(stretch: Stretch, end: date) -> Decimal:
    """What was used up to the end of a day: rounded, so that differences add up to the whole."""
    if end == stretch.until:
        return stretch.quantity
    part = stretch.quantity * (end - stretch.after).days / stretch.days
    return part.quantize(MILLIONTH, rounding=ROUND_HALF_EVEN)


def _known_days(stretches: list[Stretch]) -> set[int]:
    """Ordinals of all days that some stretch covers."""
    days: set[int] = set()
    for stretch in stretches:
        days.update(range(stretch.after.toordinal() + 1, stretch.until.toordinal() + 1))
    return days
