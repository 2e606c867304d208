"""What can be counted at a service point, each thing apart: media of meters, sub-meters, tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from selfservice.exchange.models import Consumption, Meter, Reading, ServicePoint
from selfservice.metering.stretches import Stretch, stretches_of

A_DAY = timedelta(days=1)
A_WEEK = 7
FIRST_STRETCH = timedelta(days=400)
"""A meter is read within about a year of its fitting; what comes later are not its first readings."""


@dataclass(frozen=True, slots=True)
class Component:
    """Something with a chart of its own.

    Parameters:
        code: stable within the point, for addresses: `cold_water`, `sub-Z12`, `table-heat_share`.
        kind: medium of the meters, or the table's word for what is counted; "" when nobody says.
        sub_meter_no: factory number, for what one sub-meter counts; "" for the whole point. A
            sub-meter's use is a part of its main meter's and never added to it.
        stretches: what is known, in no particular order.
    """

    code: str
    point: ServicePoint
    kind: str
    unit: str
    stretches: tuple[Stretch, ...]
    sub_meter_no: str = ""

    @property
    def is_known_by_day(self) -> bool:
        """Is it read daily? Two readings on neighbouring days make no chart of days."""
        return sum(1 for stretch in self.stretches if stretch.days == 1) >= A_WEEK


def components_of(
    *,
    point: ServicePoint,
    meters: Iterable[Meter],
    readings: Iterable[Reading],
    table: Iterable[Consumption],
) -> list[Component]:
    """The components of one point: the media of its main meters, its sub-meters, the table.

    Main meters of one medium and unit are added up, installation by installation. Water and sewage,
    or two tariffs of one power meter, stay apart.

    Parameters:
        meters: all installations at the point. readings: of all of them. table: rows of `consumption`.
    """
    by_installation: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        by_installation[reading.installation_id].append(reading)
    main: dict[tuple[str, str], list[Stretch]] = defaultdict(list)
    subs: list[Component] = []
    for meter in meters:
        stretches = _told(meter, stretches_of(meter=meter, readings=by_installation[meter.installation_no]))
        if meter.parent_installation_id:
            subs.append(_sub_meter(point, meter, stretches))
        else:
            main[meter.medium, meter.unit].extend(stretches)
    return [
        *(_main(point, *key, main[key], alone=_is_alone(key, main)) for key in sorted(main)),
        *_tabled(point, table),
        *sorted(subs, key=lambda sub: sub.sub_meter_no),
    ]


def _told(meter: Meter, stretches: list[Stretch]) -> list[Stretch]:
    """Without the years between the fitting and the first reading delivered.

    Suppliers deliver the readings of some years, but the state of the fitting always. Shared out over all the
    months between, it would make up a little use, or none, for months of which nobody has told anything.
    """
    first = stretches[:1]
    if first and first[0].after == meter.installed_on and first[0].days > FIRST_STRETCH.days:
        return stretches[1:]
    return stretches


def _is_alone(key: tuple[str, str], main: dict[tuple[str, str], list[Stretch]]) -> bool:
    """Is there no second unit of the same medium?"""
    return sum(1 for medium, _unit in main if medium == key[0]) == 1


def _main(point: ServicePoint, medium: str, unit: str, stretches: list[Stretch], *, alone: bool) -> Component:
    code = (medium or "meter") if alone else f"{medium or 'meter'}-{unit}"
    return Component(code=code, point=point, kind=medium, unit=unit, stretches=tuple(stretches))


def _sub_meter(point: ServicePoint, meter: Meter, stretches: list[Stretch]) -> Component:
    return Component(
        code=f"sub-{meter.installation_no}",
        point=point,
        kind=meter.medium,
        unit=meter.unit,
        stretches=tuple(stretches),
        sub_meter_no=meter.meter_no,
    )


def _tabled(point: ServicePoint, table: Iterable[Consumption]) -> list[Component]:
    found: dict[tuple[str, str], list[Stretch]] = defaultdict(list)
    for row in table:
        found[row.component, row.unit].append(
            Stretch(after=row.period_from - A_DAY, until=row.period_to, quantity=row.quantity)
        )
    return [
        Component(
            code=f"table-{component}-{unit}",
            point=point,
            kind=component,
            unit=unit,
            stretches=tuple(found[component, unit]),
        )
        for component, unit in sorted(found)
    ]
