"""What concerns the whole town: waste schedule, network assets, reading rounds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from selfservice.exchange.demo.calendar import Calendar, is_holiday
from selfservice.exchange.demo.customers import FIRST_NUMBER
from selfservice.exchange.demo.names import FRACTIONS, TREES
from selfservice.exchange.demo.town import Row, Town

_ITEMS = 40
_AHEAD, _BACK = 60, 30
_READERS = ("E017", "E021", "E034")


def collection_rows(town: Town, calendar: Calendar) -> Iterator[Row]:
    """Waste collections of every district, a month back and two ahead.

    Each fraction has its weekday, Monday to Friday, in every second or fourth week of the calendar, whatever
    the day of the delivery; on a public holiday the visit is called off and made on the next working day.
    """
    begin, end = (calendar.today + timedelta(days=days) for days in (-_BACK, _AHEAD))
    for area in range(town.areas):
        for place, (fraction, days) in enumerate(FRACTIONS):
            weekday, weeks = (2 * area + place) % 5, days // 7
            for day in _days(begin, end, weekday=weekday, weeks=weeks, turn=(area + place) % weeks):
                row = partial(_collection, town.area_code(area), f"W{area + 1:03}-{place}", fraction)
                if not is_holiday(day):
                    yield row(day, "", "0")
                    continue
                yield row(day, "Odwołane z powodu święta", "1")
                yield row(_next_working_day(day), "Przeniesione z powodu święta", "0")


def _collection(area_code: str, no: str, fraction: str, day: date, note: str, cancelled: str) -> Row:
    return (f"{no}-{day:%Y%m%d}", area_code, "", "waste", fraction, day, note, cancelled)


def _days(begin: date, end: date, *, weekday: int, weeks: int, turn: int) -> Iterator[date]:
    day = begin + timedelta(days=(weekday - begin.weekday()) % 7)
    day += timedelta(weeks=(turn - (day.toordinal() - 1) // 7) % weeks)
    while day < end:
        yield day
        day += timedelta(weeks=weeks)


def _next_working_day(day: date) -> date:
    day += timedelta(days=1)
    while day.weekday() > 4 or is_holiday(day):
        day += timedelta(days=1)
    return day


def asset_rows(town: Town, calendar: Calendar) -> Iterator[Row]:
    """An intake for the town, a pumping station for each district."""
    day, now = calendar.today, calendar.instant(calendar.today, 6)
    yield (
        "S000",
        "intake",
        "Ujęcie wody Źródełko",
        "ZD",
        "51.100000",
        "17.900000",
        "ok",
        now,
        "pressure=5.2 bar;flow=184 m3/h",
        now,
    )
    for area in range(town.areas):
        state = "failure" if area == 1 else "maintenance" if area % 17 == 5 else "ok"
        since = calendar.instant(day - timedelta(days=area % 9), 5)
        place = (f"{51.1 + area % 20 / 100:.6f}", f"{17.9 + area // 20 / 100:.6f}")
        figures = f"pressure={3.4 + area % 7 / 10:.1f} bar;level={2 + area % 3}.1 m"
        name = f"Przepompownia nr {area + 1}"
        yield (
            f"S{area + 1:03}",
            "pumping_station",
            name,
            town.area_code(area),
            *place,
            state,
            since,
            figures,
            now,
        )


def round_rows(town: Town, calendar: Calendar) -> Iterator[tuple[str, Row]]:
    """Rounds of this week and their meters: past ones walked, coming ones to do."""
    rounds = min(12, town.accounts // _ITEMS)
    for place in range(rounds):
        day = calendar.today + timedelta(days=place - rounds // 2)
        no, done = f"T{place + 1:04}", place < rounds // 2
        synced = calendar.instant(day, 16) if done else ""
        area = town.area_code(place % town.areas)
        name = f"Trasa {TREES[place]}"
        yield (
            "rounds",
            (no, name, _READERS[place % len(_READERS)], day, area, f"PSION-{place % 3 + 1}", synced),
        )
        for item in range(_ITEMS):
            number = FIRST_NUMBER + place * _ITEMS + item
            yield "round_items", (no, item + 1, f"Z{number}B", *_state(number, done))


def _state(number: int, done: bool) -> tuple[str, str, str]:
    if not done:
        return "todo", "", ""
    if number % 11 == 4:
        return "no_access", "", "Nikogo nie zastano"
    return "done", f"O{number}23", ""
