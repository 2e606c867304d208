"""A co-op's estate: buildings with main meters, flats with sub-meters, heat by share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from selfservice.exchange.demo.calendar import Calendar
from selfservice.exchange.demo.customers import Customer
from selfservice.exchange.demo.days import heat_by_day
from selfservice.exchange.demo.figures import thousandths
from selfservice.exchange.demo.names import TOWN
from selfservice.exchange.demo.town import Row

BUILDINGS, FLATS = 5, 4


def estate_rows(co_op: Customer, calendar: Calendar) -> Iterator[tuple[str, Row]]:
    """Points, meters, readings and heat of the estate's buildings; of the first one also by day."""
    since = calendar.month_ends[0] - timedelta(days=1200)
    for building in range(1, BUILDINGS + 1):
        water, heat = f"PP{co_op.number}B{building}", f"PP{co_op.number}H{building}"
        home = co_op.address
        place = (home.street, str(20 + 2 * building), "", home.postcode, TOWN, home.area)
        yield "service_points", (water, co_op.number, "water", *place, "wielolokalowe", since, "")
        yield "service_points", (heat, co_op.number, "heat", *place, "c.o.", since, "")
        yield from _building_meters(co_op, calendar, building, water, since)
        for begin, end in _months(calendar):
            quantity = thousandths((900 if begin.month in (4, 5, 6, 7, 8, 9) else 6200) * 10 + building * 35)
            yield "consumption", (heat, begin, end, "heat_share", quantity, "GJ")
    yield from heat_by_day(point=f"PP{co_op.number}H1", calendar=calendar, flats=FLATS * 10)


def _building_meters(
    co_op: Customer, calendar: Calendar, building: int, point: str, since: date
) -> Iterator[tuple[str, Row]]:
    main = f"Z{co_op.number}M{building}"
    legal = since + timedelta(days=5 * 365)
    for flat in range(FLATS + 1):
        no, factory = (f"{main}F{flat}" if flat else main), f"WS{building:02}{flat:02}{co_op.number}"
        parent = main if flat else ""
        figures = ("m3", 5, 3, since, "", "0.000", "", "", parent, legal)
        yield "meters", (no, point, factory, "cold_water", *figures)
        used = (
            (3 + flat + building) * 1000
            if flat
            else sum((3 + n + building) * 1000 for n in range(1, FLATS + 1))
        )
        state = 0
        for place, day in enumerate(calendar.month_ends[-12:]):
            state += used
            received = calendar.instant(day, 12)
            reading = f"O{co_op.number}M{building}F{flat}N{place:02}"
            yield (
                "readings",
                (reading, no, day, received, day, thousandths(state), "remote", thousandths(used)),
            )


def _months(calendar: Calendar) -> Iterator[tuple[date, date]]:
    for end in calendar.month_ends[-12:]:
        yield end.replace(day=1), end
