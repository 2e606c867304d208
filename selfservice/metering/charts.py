"""Charts of consumption: twelve months, two years side by side, days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ebok.core.charts import Chart, Label, Point, Series
from ebok.core.periods import day_in_short, month_in_short, month_in_words
from ebok.core.quantities import format_quantity, unit_sign
from selfservice.metering import sentences
from selfservice.metering.buckets import Bucket, buckets
from selfservice.metering.calendar import Use, by_day, by_month, months_back
from selfservice.metering.components import Component
from selfservice.metering.words import places_for, title_of

MONTHS_NOTE = gettext_lazy(
    "A month's share of the time between two readings goes by days. Consumption is counted for each "
    "meter apart, also when it was exchanged."
)


def year_chart(*, component: Component, until: date, key: str, csv_url: str = "") -> Chart:
    """The twelve months that end with the one of the day `until`."""
    uses = by_month(component.stretches)
    months = months_back(until=until, count=12)
    shown = [uses.get(month) for month in months]
    return Chart(
        key=key,
        title=title_of(component),
        sentence=sentences.of_year(component=component, months=months, uses=shown),
        unit=unit_sign(component.unit),
        labels=_month_labels(months),
        series=(Series(name=_("Used"), points=_points(shown, unit=component.unit)),),
        first_column=_("Month"),
        csv_url=csv_url,
        note=str(MONTHS_NOTE),
    )


def years_chart(*, component: Component, until: date, key: str, csv_url: str = "") -> Chart:
    """The calendar year of the day `until` beside the year before."""
    uses = by_month(component.stretches)
    months = months_back(until=until.replace(month=12), count=24)
    before, now = (
        [uses.get(month) for month in months[:12]],
        [uses.get(month) for month in months[12:]],
    )
    return Chart(
        key=key,
        title=title_of(component),
        sentence=sentences.of_years(component=component, year=until.year, now=now, before=before),
        unit=unit_sign(component.unit),
        labels=tuple(
            Label(full=month_in_short(month).capitalize(), short=month_in_short(month))
            for month in months[12:]
        ),
        series=(
            Series(name=str(until.year), points=_points(now, unit=component.unit)),
            Series(name=str(until.year - 1), points=_points(before, unit=component.unit)),
        ),
        first_column=_("Month"),
        csv_url=csv_url,
        note=str(MONTHS_NOTE),
    )


def days_chart(*, component: Component, since: date, until: date, key: str, csv_url: str = "") -> Chart:
    """Single days; many of them become averages of a few days each, with the range inside."""
    found = buckets(by_day(component.stretches), since=since, until=until)
    return Chart(
        key=key,
        title=title_of(component),
        sentence=sentences.of_days(component=component, found=found, since=since, until=until),
        unit=_("%(unit)s a day") % {"unit": unit_sign(component.unit)},
        labels=tuple(_bucket_label(bucket) for bucket in found),
        series=(Series(name=_("Used a day"), points=_bucket_points(found, unit=component.unit)),),
        first_column=_("Days"),
        csv_url=csv_url,
        note=_("The file holds every single day.") if found and found[0].length > 1 else "",
    )


def _month_labels(months: list[date]) -> tuple[Label, ...]:
    return tuple(Label(full=month_in_words(month), short=month_in_short(month)) for month in months)


def _points(uses: Sequence[Use | None], *, unit: str) -> tuple[Point, ...]:
    places = places_for([use.quantity for use in uses if use])
    return tuple(
        Point(value=None, text="")
        if use is None
        else Point(
            value=use.quantity,
            text=format_quantity(use.quantity, unit=unit, places=places),
            estimated=use.estimated,
        )
        for use in uses
    )


def _bucket_label(bucket: Bucket) -> Label:
    first, last = day_in_short(bucket.first), day_in_short(bucket.last)
    return Label(
        full=first if bucket.first == bucket.last else f"{first} – {last}",
        short=f"{bucket.first.day}.{bucket.first.month:02}",
    )


def _bucket_points(found: list[Bucket], *, unit: str) -> tuple[Point, ...]:
    places = places_for([bucket.highest for bucket in found if bucket.highest is not None])
    return tuple(_bucket_point(bucket, unit=unit, places=places) for bucket in found)


def _bucket_point(bucket: Bucket, *, unit: str, places: int) -> Point:
    if bucket.average is None:
        return Point(value=None, text="")
    one_day = bucket.length == 1
    return Point(
        value=bucket.average,
        text=_bucket_text(bucket.average, bucket, unit=unit, places=places),
        estimated=bucket.estimated,
        low=None if one_day else bucket.lowest,
        high=None if one_day else bucket.highest,
    )


def _bucket_text(average: Decimal, bucket: Bucket, *, unit: str, places: int) -> str:
    text = format_quantity(average, unit=unit, places=places)
    if bucket.length == 1 or bucket.lowest is None or bucket.highest is None:
        return text
    low, high = (
        format_quantity(value, unit="", places=places).strip() for value in (bucket.lowest, bucket.highest)
    )
    return f"{text} ({low}–{high})"
