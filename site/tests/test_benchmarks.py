"""Benchmarks judge by ratios, and a broken ratio is seen."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "benchmarks"))

from measuring import Figure, percentile


@pytest.mark.parametrize(
    ("value", "limit", "goal", "rule", "broken"),
    [
        (80.0, 100.0, 0.75, "at least", False),
        (70.0, 100.0, 0.75, "at least", True),
        (1.1, 1.0, 1.2, "at most", False),
        (1.3, 1.0, 1.2, "at most", True),
        (1.3, None, 1.2, "at most", False),
        (1.3, 1.0, None, "at most", False),
    ],
)
def test_a_figure_is_judged_by_its_ratio_to_the_limit(value, limit, goal, rule, broken) -> None:
    assert Figure("x", value, "s", limit=limit, goal=goal, rule=rule).broken is broken


def test_the_99th_percentile_is_among_the_slowest() -> None:
    assert percentile([float(number) for number in range(100)], 0.99) == 99.0
    assert percentile([1.0], 0.99) == 1.0
