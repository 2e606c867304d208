"""Charts for the gallery: invented figures."""

from __future__ import annotations

from decimal import Decimal

from ebok.core.charts import Chart, Label, Point, Series

MONTHS = ["gru", "sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis"]
SENTENCE = "W ciągu 12 miesięcy zużyto 117,4 m³ zimnej wody, najwięcej w sierpniu 2026: 12,8 m³."


def _point(value: str | None, *, estimated: bool = False) -> Point:
    if value is None:
        return Point(value=None, text="")
    return Point(value=Decimal(value), text=f"{value.replace('.', ',')} m³", estimated=estimated)


def _labels() -> tuple[Label, ...]:
    return tuple(Label(full=f"{month} 2026", short=month) for month in MONTHS)


def _chart(key: str, *series: Series) -> Chart:
    return Chart(
        key=key,
        title="Zimna woda",
        sentence=SENTENCE,
        unit="m³",
        labels=_labels(),
        series=series,
        first_column="Miesiąc",
        csv_url="#",
    )


def year() -> Chart:
    """Twelve months, two of them estimated."""
    values = ["8.4", "9.1", "8.8", "9.6", "9.9", "10.4", "11.2", "12.1", "12.8", "8.5", "9.2", "7.4"]
    points = tuple(_point(value, estimated=place in (3, 4)) for place, value in enumerate(values))
    return _chart("sample-year", Series(name="Zużycie", points=points))


def two_years() -> Chart:
    """Twelve months beside the same months a year before, one of which is estimated, another unknown."""
    now = tuple(_point(str(place + 5)) for place in range(12))
    before = [_point(str(14 - place), estimated=place == 5) for place in range(12)]
    before[0] = _point(None)
    return _chart("sample-years", Series(name="2026", points=now), Series(name="2025", points=tuple(before)))


def days() -> Chart:
    """Averages of weeks, each with its smallest and largest day, a week without data, a correction."""
    points = [
        Point(value=Decimal(place), text=f"{place} kWh", low=Decimal(place - 1), high=Decimal(place * 2))
        for place in range(1, 13)
    ]
    points[4], points[5] = _point(None), _point("-3.5")
    return _chart("sample-days", Series(name="Średnio na dobę", points=tuple(points)))


def nothing() -> Chart:
    """Months of which nothing is known."""
    return _chart("sample-nothing", Series(name="Zużycie", points=tuple(_point(None) for _ in MONTHS)))
