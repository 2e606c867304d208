"""The geometry of a bar chart.

Across, everything is in per cent and up and down in pixels, so the same drawing fits a phone and a
wide screen and its letters keep their size. All numbers are ready text: templates localise others.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ebok.core.charts.scale import Scale, scale_for
from ebok.core.money import MINUS, format_decimal

TOP, PLOT, BOTTOM = 10, 180, 26
"""Pixels: above the highest line, between the outermost lines, and for the labels."""
FILLED = 0.72
"""The part of its place that a group of bars fills."""
MOST_LABELS = 12
LEAST_BAR = 1.5
"""Pixels that a bar of a value above zero has at least, so that little is not nothing."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure to draw."""

    value: Decimal | None
    estimated: bool = False
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle, with the whisker of its range when it has one."""

    x: str
    y: str
    width: str
    height: str
    css: str
    hatch: str
    middle: str = ""
    whisker_top: str = ""
    whisker_bottom: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across with its figure."""

    y: str
    text: str
    is_zero: bool


@dataclass(frozen=True, slots=True)
class AxisLabel:
    """A word below the bars; a phone leaves out the minor ones."""

    x: str
    text: str
    minor: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that the template needs, as text."""

    height: int
    label_y: int
    bars: list[Bar]
    ticks: list[Tick]
    labels: list[AxisLabel]


def draw(groups: list[list[Mark]], *, labels: list[str]) -> Drawing:
    """Bars of one or more series side by side.

    Parameters:
        groups: for each series its marks, one a label.
        labels: short words below.
    """
    heights = [(mark.value, mark.low, mark.high) for marks in groups for mark in marks]
    scale = scale_for([number for three in heights for number in three if number is not None])
    return Drawing(
        height=TOP + PLOT + BOTTOM,
        label_y=TOP + PLOT + BOTTOM - 6,
        bars=[
            bar
            for order, marks in enumerate(groups)
            for place, mark in enumerate(marks)
            if (bar := _bar(mark, place, order, size=len(marks), series=len(groups), scale=scale))
        ],
        ticks=[Tick(_text(_y(tick, scale)), _figure(tick, scale), tick == 0) for tick in scale.ticks],
        labels=_labels(labels),
    )


def _bar(mark: Mark, place: int, order: int, *, size: int, series: int, scale: Scale) -> Bar | None:
    if mark.value is None:
        return None
    room = 100 / size
    width = room * FILLED / series
    x = place * room + room * (1 - FILLED) / 2 + order * width
    top, bottom = _y(max(mark.value, Decimal(0)), scale), _y(min(mark.value, Decimal(0)), scale)
    if mark.value > 0:
        top = min(top, bottom - LEAST_BAR)
    words = ("bar", "past" if order else "", "estimated" if mark.estimated else "")
    return Bar(
        x=_text(x),
        y=_text(top),
        width=_text(width * (0.94 if series > 1 else 1)),
        height=_text(bottom - top),
        css=" ".join(word for word in words if word),
        hatch="hatch-past" if order else "hatch",
        middle=_text(x + width / 2),
        whisker_top=_text(_y(mark.high, scale)) if mark.high is not None else "",
        whisker_bottom=_text(_y(mark.low, scale)) if mark.low is not None else "",
    )


def _labels(labels: list[str]) -> list[AxisLabel]:
    """At most a dozen; every second of them is minor."""
    every = -(-len(labels) // MOST_LABELS) or 1
    shown = [(place, text) for place, text in enumerate(labels) if place % every == 0]
    return [
        AxisLabel(_text((place + 0.5) * 100 / len(labels)), text, len(shown) > 6 and order % 2 == 1)
        for order, (place, text) in enumerate(shown)
    ]


def _y(value: Decimal, scale: Scale) -> float:
    return TOP + PLOT * (1 - scale.share(value))


def _figure(tick: Decimal, scale: Scale) -> str:
    exponent = (scale.ticks[1] - scale.ticks[0]).normalize().as_tuple().exponent
    number = format_decimal(tick, places=max(0, -exponent) if isinstance(exponent, int) else 0)
    return number.replace("-", MINUS)


def _text(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
