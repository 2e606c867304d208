"""Many days made few: averages of equally many days each, that keep the smallest and largest day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from selfservice.metering.calendar import Use

MOST_BUCKETS = 62


@dataclass(frozen=True, slots=True)
class Bucket:
    """Some days in a row; None where none of them is known.

    Parameters:
        days: how many are known.
        average, lowest, highest: over the days that are known.
    """

    first: date
    last: date
    days: int
    average: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None
    estimated: bool

    @property
    def length(self) -> int:
        """In days."""
        return (self.last - self.first).days + 1


def buckets(days: Mapping[date, Use], *, since: date, until: date, most: int = MOST_BUCKETS) -> list[Bucket]:
    """The days from `since` to `until` in at most `most` buckets; the last one may be shorter.

    Raises:
        ValueError: `until` lies before `since`.
    """
    count = (until - since).days + 1
    if count < 1:
        raise ValueError("No day between them")
    size = -(-count // most)
    firsts = [since + timedelta(days=place) for place in range(0, count, size)]
    return [_bucket(days, first, min(first + timedelta(days=size - 1), until)) for first in firsts]


def _bucket(days: Mapping[date, Use], first: date, last: date) -> Bucket:
    known = [days[day] for day in _between(first, last) if day in days]
    values = [use.quantity for use in known]
    return Bucket(
        first=first,
        last=last,
        days=len(known),
        average=sum(values, Decimal(0)) / len(values) if values else None,
        lowest=min(values, default=None),
        highest=max(values, default=None),
        estimated=any(use.estimated for use in known),
    )


def _between(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=place) for place in range((last - first).days + 1))
