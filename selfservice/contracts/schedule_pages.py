"""The schedule as pages show it: visits in words, and a month as weeks."""

from __future__ import annotations

from bisect import bisect_right
from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from ebok.core.keyset import Cursor
from ebok.core.periods import day_in_words
from selfservice.contracts.schedule import Visit

LIST_DAYS = 60
FURTHEST = timedelta(days=400)
PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit in words: its state is empty when it takes place as planned."""

    visit: Visit
    state: str
    tag: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month's sheet; days of the months beside it are not `inside`."""

    day: date
    inside: bool
    rows: list[VisitRow]


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """A month as weeks from Monday to Sunday, with the months beside it ("" beyond what is shown)."""

    first: date
    weeks: list[list[Day]]
    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class VisitPage:
    """A page of a list of visits, the nearest first.

    Parameters:
        earlier, later: places after which the neighbouring pages begin; None for none.
        is_first: there is nothing before it; without `earlier`, the page before is the first one.
    """

    visits: list[Visit]
    is_first: bool = True
    earlier: Cursor | None = None
    later: Cursor | None = None


def visit_page(visits: Iterable[Visit], *, after: Cursor | None) -> VisitPage:
    """A page by keyset on day, fraction and number: what is called off or moved meanwhile shifts no page."""
    rows = sorted(visits, key=_place_key)
    begin = bisect_right(rows, (after.day, after.key), key=_place_key) if after else 0
    end = begin + PAGE_SIZE
    return VisitPage(
        visits=rows[begin:end],
        is_first=begin == 0,
        earlier=_place(rows[begin - PAGE_SIZE - 1]) if begin > PAGE_SIZE else None,
        later=_place(rows[end - 1]) if end < len(rows) else None,
    )


def _place_key(visit: Visit) -> tuple[date, str]:
    return visit.collection.on_date, f"{visit.collection.fraction}|{visit.collection.collection_id}"


def _place(visit: Visit) -> Cursor:
    return Cursor(*_place_key(visit))


def visit_row(visit: Visit) -> VisitRow:
    """One visit in words."""
    if visit.moved_to:
        words = _("Moved to %(day)s") % {"day": day_in_words(visit.moved_to)}
        return VisitRow(visit=visit, state=words, tag="warn")
    if visit.is_off:
        return VisitRow(visit=visit, state=_("Called off"), tag="bad")
    if visit.moved_from:
        words = _("Instead of %(day)s") % {"day": day_in_words(visit.moved_from)}
        return VisitRow(visit=visit, state=words, tag="info")
    return VisitRow(visit=visit, state="", tag="")


def month_asked(text: str, *, on: date) -> date | None:
    """The first day of the month `2026-12`; None for no month.

    Raises:
        ValueError: it is none, or further than 400 days from `on`.
    """
    if not text:
        return None
    first = date.fromisoformat(f"{text}-01")
    if abs(first - on) > FURTHEST:
        raise ValueError("too far away")
    return first


def month_bounds(first: date) -> tuple[date, date]:
    """First and last day of the sheet of a month: whole weeks."""
    days = list(Calendar().itermonthdates(first.year, first.month))
    return days[0], days[-1]


def month_sheet(first: date, visits: Iterable[Visit], *, on: date) -> MonthSheet:
    """The sheet of the month that begins with `first`."""
    by_day: dict[date, list[VisitRow]] = {}
    for visit in visits:
        by_day.setdefault(visit.collection.on_date, []).append(visit_row(visit))
    weeks = [
        [Day(day=day, inside=day.month == first.month, rows=by_day.get(day, [])) for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    earlier = (first - timedelta(days=1)).replace(day=1)
    later = (first + timedelta(days=31)).replace(day=1)
    return MonthSheet(first=first, weeks=weeks, earlier=_name(earlier, on), later=_name(later, on))


def _name(first: date, on: date) -> str:
    return f"{first:%Y-%m}" if abs(first - on) <= FURTHEST else ""
