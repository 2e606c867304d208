"""What a chart shows: labels along the bottom, and for each of them a figure of every series."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ebok.core.charts.drawing import Drawing, Mark, draw


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A place on the axis: `full` for the table ("November 2026"), `short` below the bar ("Nov")."""

    full: str
    short: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One figure of a series.

    Parameters:
        value: height of the bar in the chart's unit; None where nothing is known.
        text: the figure as people write it, with its unit; stands in the table.
        estimated: some of it was not measured: the bar is hatched and the table says so.
        low, high: the smallest and largest figure inside, for a bar that stands for an average.
    """

    value: Decimal | None
    text: str
    estimated: bool = False
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Figures of one kind, one for each label of the chart, such as one year."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A bar chart of one unit.

    Parameters:
        key: unique on the page; letters, digits and hyphens (it becomes element ids).
        title: what is counted, such as "Cold water".
        sentence: says in words what the chart shows.
        unit: stands at the axis.
        series: one or two; the first is drawn in the utility's colour, the second beside it in grey.
        first_column: head of the first column of the table.
        csv_url: where the same figures are a file; "" for no link.
        note: a remark below, such as where averages come from.

    Raises:
        ValueError: a series has not one figure for each label, or there are none or more than two.
    """

    key: str
    title: str
    sentence: str
    unit: str
    labels: tuple[Label, ...]
    series: tuple[Series, ...]
    first_column: str
    csv_url: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not 1 <= len(self.series) <= 2:
            raise ValueError("A chart has one or two series")
        if any(len(series.points) != len(self.labels) for series in self.series):
            raise ValueError("Every series has one figure for each label")

    @property
    def drawing(self) -> Drawing:
        """The geometry of the bars."""
        return draw(
            [
                [Mark(point.value, point.estimated, point.low, point.high) for point in one.points]
                for one in self.series
            ],
            labels=[label.short for label in self.labels],
        )

    @property
    def rows(self) -> list[tuple[Label, list[tuple[str, Point]]]]:
        """Lines of the table: the label, and name and figure of each series."""
        return [
            (label, [(one.name, one.points[place]) for one in self.series])
            for place, label in enumerate(self.labels)
        ]

    @property
    def has_estimates(self) -> bool:
        """Is any figure estimated?"""
        return any(point.estimated for one in self.series for point in one.points)

    @property
    def has_ranges(self) -> bool:
        """Does any bar stand for an average with a smallest and a largest figure?"""
        return any(point.high is not None for one in self.series for point in one.points)

    @property
    def is_empty(self) -> bool:
        """Is nothing known at all?"""
        return all(point.value is None for one in self.series for point in one.points)
