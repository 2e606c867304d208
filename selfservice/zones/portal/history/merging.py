"""One list of many kinds of events, newest first, by keyset: each source is asked for one page, no more.

The order is by day, then by kind, then by the key within the kind. A place in the list therefore says
for every source where it stands: behind the whole day, before it, or at a key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from ebok.core.keyset import Cursor, Keyset
from ebok.core.periods import day_bounds

LAST = "\U0010ffff"
"""Behind every key."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Parameters:
        rank: place of its kind in the order of the kinds.
        key: orders events of one kind on one day; greater is newer.
        at: the instant, where it is known; else only the day counts.
    """

    day: date
    rank: int
    key: str
    title: str
    text: str = ""
    url: str = ""
    at: datetime | None = None

    @property
    def place(self) -> tuple[date, int, str]:
        """For sorting."""
        return self.day, self.rank, self.key


@dataclass(frozen=True, slots=True)
class Bound:
    """Only events before this place of one source: `key` on `day`, and all of earlier days."""

    day: date
    key: str


Source = Callable[[Bound | None, int], list[Event]]


@dataclass(frozen=True, slots=True)
class EventPage:
    """One page, newest first, and the place where older events begin ("" for none)."""

    events: list[Event]
    older: str


def merged(sources: dict[int, Source], *, after: Cursor | None, size: int) -> EventPage:
    """One page of all sources; each is asked once.

    Parameters:
        sources: by rank.
        after: the place behind which the page begins.

    Raises:
        ValueError: the place names no rank.
    """
    found: list[Event] = []
    for rank, source in sources.items():
        found += source(_bound(after, rank) if after else None, size + 1)
    found.sort(key=lambda event: event.place, reverse=True)
    shown = found[:size]
    last = shown[-1] if shown and len(found) > size else None
    return EventPage(events=shown, older=f"{last.day}_{last.rank}:{last.key}" if last else "")


def _bound(after: Cursor, rank: int) -> Bound:
    at, colon, key = after.key.partition(":")
    if not colon or not (at.isascii() and at.isdigit()):
        raise ValueError("not a place in the history")
    if rank == int(at):
        return Bound(day=after.day, key=key)
    return Bound(day=after.day, key=LAST if rank < int(at) else "")


def of_days(
    rows: QuerySet[Any], *, order: Keyset, bound: Bound | None, most: int, told: Callable[[Any], Event]
) -> list[Event]:
    """Events of rows that know only their day; the index of their list serves here, too."""
    if bound is not None:
        rows = rows.filter(order.before(Cursor(day=bound.day, key=bound.key)))
    return [told(row) for row in rows.order_by(*order.newest_first)[:most]]


def of_instants(
    rows: QuerySet[Any], *, field: str, bound: Bound | None, most: int, told: Callable[[Any], Event]
) -> list[Event]:
    """Events of rows that know their instant, kept in `field`.

    Raises:
        ValueError: the key of the bound is none of this kind.
    """
    if bound is not None:
        rows = rows.filter(_before(field, bound))
    return [told(row) for row in rows.order_by(f"-{field}", "-pk")[:most]]


def instant_key(at: datetime, pk: int) -> str:
    """A key that orders by instant, then by row."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%S.%f}|{pk:020}"


def local_day(at: datetime) -> date:
    """The day in Europe/Warsaw."""
    return timezone.localtime(at).date()


def _before(field: str, bound: Bound) -> Q:
    start, end = day_bounds(bound.day)
    if bound.key in {"", LAST}:
        return Q(**{f"{field}__lt": end if bound.key else start})
    at_text, _bar, pk_text = bound.key.partition("|")
    at = datetime.strptime(at_text, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
    earlier, same = Q(**{f"{field}__lt": at}), Q(**{field: at, "pk__lt": int(pk_text)})
    return earlier | same
