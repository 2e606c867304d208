"""Charts: the geometry is that of the figures, and everything drawn is also said."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from ebok.core.charts import Chart, Label, Point, Series
from ebok.core.charts.drawing import MOST_LABELS, PLOT, Mark, draw
from ebok.core.charts.scale import scale_for
from ebok.core.styleguide import charts

AMOUNTS = st.decimals(min_value="-99999.99", max_value="99999.99", places=2)


def chart_of(*points: Point, **facts: object) -> Chart:
    told = {
        "key": "c",
        "title": "Cold water",
        "sentence": "Seven were used.",
        "unit": "m³",
        "first_column": "Month",
        "labels": tuple(Label(full=f"Month {n}", short=f"M{n}") for n in range(len(points))),
        "series": (Series(name="Used", points=points),),
    }
    return Chart(**{**told, **facts})


def point(value: str, **facts: object) -> Point:
    return Point(value=Decimal(value), text=f"{value} m³", **facts)


@given(st.lists(AMOUNTS, max_size=20))
def test_a_scale_holds_every_value_and_zero_with_few_lines(values: list[Decimal]) -> None:
    scale = scale_for(values)
    assert all(0 <= scale.share(value) <= 1 for value in [*values, Decimal(0)])
    assert Decimal(0) in scale.ticks
    assert 2 <= len(scale.ticks) <= 7
    assert (scale.ticks[0], scale.ticks[-1]) == (scale.low, scale.high)


@given(st.lists(AMOUNTS, min_size=1, max_size=20))
def test_the_height_of_a_bar_is_in_proportion_to_its_figure(values: list[Decimal]) -> None:
    scale = scale_for(values)
    drawing = draw([[Mark(value) for value in values]], labels=[""] * len(values))
    for value, bar in zip(values, drawing.bars, strict=True):
        wanted = PLOT * float(abs(value) / (scale.high - scale.low))
        # At least a bar and a half of a pixel where anything was used; two decimals of a pixel.
        assert abs(float(bar.height) - max(wanted, 1.5 if value > 0 else 0)) <= 0.011


@pytest.mark.parametrize("count", [1, 6, 12, 13, 60, 366])
def test_labels_below_never_crowd(count: int) -> None:
    labels = draw([[Mark(None)] * count], labels=["x"] * count).labels
    assert len(labels) <= MOST_LABELS
    assert len([label for label in labels if not label.minor]) <= 6


def test_what_is_not_known_is_no_bar_and_no_nought() -> None:
    chart = chart_of(point("3"), Point(value=None, text=""))
    with override("en"):
        html = render_to_string("components/chart.html", {"chart": chart})
    assert len(chart.drawing.bars) == 1
    assert "no data" in html


def test_estimates_are_hatched_and_said_in_words() -> None:
    measured, guessed = chart_of(point("3")), chart_of(point("3", estimated=True))
    with override("en"):
        pages = [render_to_string("components/chart.html", {"chart": chart}) for chart in (measured, guessed)]
    assert ["hatched" in page for page in pages] == [False, True]
    assert ["bar estimated" in page for page in pages] == [False, True]
    assert ['<small class="soft">estimated</small>' in page for page in pages] == [False, True]


def test_everything_drawn_stands_in_sentence_and_table_without_script_or_style() -> None:
    html = render_to_string("components/chart.html", {"chart": charts.two_years()})
    assert html.count("<tr>") == 13 and charts.SENTENCE in html
    assert 'role="img"' in html and "<desc" in html
    assert "<script" not in html and "style=" not in html


def test_text_of_a_chart_is_escaped() -> None:
    chart = chart_of(point("3"), title="<script>alert(1)</script>", sentence="<b>", unit="<i>")
    html = render_to_string("components/chart.html", {"chart": chart})
    assert "<script>" not in html and "<b>" not in html and "<i>" not in html


@pytest.mark.parametrize("series", [(), (Series(name="short", points=()),)])
def test_a_series_that_does_not_fit_the_labels_is_refused(series: tuple[Series, ...]) -> None:
    with pytest.raises(ValueError):
        chart_of(point("1"), series=series)
