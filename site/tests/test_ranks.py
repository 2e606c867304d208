"""The test of ranks that judges times: it sees a small shift, and nothing where there is none."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "benchmarks"))

from ranks import p_value


def times(seed: int, *, shift: float = 0.0) -> list[float]:
    dice = random.Random(seed)  # noqa: S311
    return [100 + dice.lognormvariate(0, 1) + shift for _ in range(200)]


def test_a_difference_of_half_a_spread_is_seen() -> None:
    assert p_value(times(1), times(2, shift=0.5)) < 0.001


def test_equal_lists_and_all_ties_are_not_separable() -> None:
    assert p_value(times(1), times(1)) == 1.0
    assert p_value([1.0] * 30, [1.0] * 30) == 1.0


def test_one_distribution_is_called_different_as_rarely_as_promised() -> None:
    found = sum(p_value(times(seed), times(seed + 1000)) <= 0.01 for seed in range(300))
    assert found <= 9, "expected 3 of 300"


def test_a_known_value() -> None:
    """20 against 20 with one list wholly below the other: U = 0, z = 199.5 / sqrt(400 * 41 / 12)."""
    low, high = [float(number) for number in range(20)], [float(number) for number in range(20, 40)]
    assert p_value(low, high) == pytest.approx(6.8e-8, rel=0.02)


def test_too_few_values_are_refused() -> None:
    with pytest.raises(ValueError, match="20 values"):
        p_value([1.0] * 19, [1.0] * 20)
