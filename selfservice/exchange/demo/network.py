"""What concerns the whole town: waste schedule, network assets, reading rounds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from selfservice.exchange.demo.calendar import Calendar
from selfservice.exchange.demo.customers import FIRST_NUMBER
from selfservice.exchange.demo.names import FRACTIONS, TREES
from selfservice.exchange.demo.town import Row, Town

_ITEMS = 40
_AHEAD, _BACK = 60, 30
_READERS = ("E017", "E021", "E034")


def collection_rows(town: Town, calendar: Calendar) -> Iterator[Row]:
    """Waste collections of every district, a month back and two ahead."""
    for area in range(town.areas):
        for place, (fraction, days) in enumerate(FRACTIONS):
            start = calendar.today - timedelta(days=_BACK - (area + 2 * place) % days)
            for turn in range((_BACK + _AHEAD) // days):
                day = start + timedelta(days=turn * days)
                cancelled = (area + turn + place) % 29 == 7
                note = "Odwołane z powodu święta" if cancelled else ""
                no = f"W{area + 1:03}-{place}-{day:%Y%m%d}"
                area_code = town.area_code(area)
                yield (no, area_code, "", "waste", fraction, day, note, "1" if cancelled else "0")


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
