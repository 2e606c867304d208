"""When readings of a meter are taken, as the office has set it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cms_pages import generation
from cms_pages.models.reading_windows import ReadingWindow

A_DAY = timedelta(days=1)
LOOK_AHEAD = 366


@dataclass(frozen=True, slots=True)
class Window:
    """Days of every month, or of one month of the year."""

    service: str
    sub_meters: bool
    month: int | None
    first_day: int
    last_day: int

    def holds(self, day: date) -> bool:
        """Are readings taken on this day?"""
        return self.month in {None, day.month} and self.first_day <= day.day <= self.last_day


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows of one meter; none means that readings are always taken."""

    rows: tuple[Window, ...]

    def is_open(self, day: date) -> bool:
        """Are readings taken on this day?"""
        return not self.rows or any(row.holds(day) for row in self.rows)

    def open_until(self, day: date) -> date | None:
        """The last day of the window that holds `day`; None when closed or always open."""
        if not self.rows or not self.is_open(day):
            return None
        ahead = (day + A_DAY * place for place in range(LOOK_AHEAD))
        return next((one - A_DAY for one in ahead if not self.is_open(one)), None)

    def opens_on(self, day: date) -> date | None:
        """The first day from `day` on with an open window; None when none opens within a year."""
        ahead = (day + A_DAY * place for place in range(LOOK_AHEAD))
        return next((one for one in ahead if self.is_open(one)), None)


def windows_for(*, service: str, sub_meter: bool) -> Windows:
    """The windows of a meter; read once a content generation, no query afterwards.

    Parameters:
        sub_meter: sub-meters follow rows of their own, if the service has such.
    """
    rows = [row for row in _all() if row.service == service]
    own = tuple(row for row in rows if row.sub_meters)
    if sub_meter and own:
        return Windows(own)
    return Windows(tuple(row for row in rows if not row.sub_meters))


def _all() -> tuple[Window, ...]:
    found: tuple[Window, ...] = generation.known("reading-windows", _read)
    return found


def _read() -> tuple[Window, ...]:
    rows = ReadingWindow.objects.filter(settings__site__is_default_site=True)
    return tuple(Window(row.service, row.sub_meters, row.month, row.first_day, row.last_day) for row in rows)
