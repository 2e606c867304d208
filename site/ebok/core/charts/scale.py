"""A round scale for an axis."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from `low` to `high` with lines at `ticks`; zero is always on it."""

    low: Decimal
    high: Decimal
    ticks: tuple[Decimal, ...]

    def share(self, value: Decimal) -> float:
        """Where a value lies: 0 at the bottom, 1 at the top."""
        return float((value - self.low) / (self.high - self.low))


def scale_for(values: list[Decimal], *, lines: int = 4) -> Scale:
    """The smallest scale of round steps (1, 2, 2.5 or 5 times a power of ten) that holds all values.

    Parameters:
        values: what must fit; an empty list gives a scale from 0 to 1.
        lines: about how many steps there shall be.
    """
    high = max([*values, Decimal(0)])
    low = min([*values, Decimal(0)])
    if high == low:
        return Scale(low=Decimal(0), high=Decimal(1), ticks=(Decimal(0), Decimal(1)))
    step = _round_step((high - low) / lines)
    first, last = -_steps(-low, step), _steps(high, step)
    return Scale(
        low=first * step, high=last * step, ticks=tuple(place * step for place in range(first, last + 1))
    )


def _round_step(least: Decimal) -> Decimal:
    power = Decimal(10) ** least.adjusted()
    return next(step * power for step in STEPS if step * power >= least)


def _steps(distance: Decimal, step: Decimal) -> int:
    """How many steps cover a distance."""
    whole = int(distance / step)
    return whole if whole * step >= distance else whole + 1
