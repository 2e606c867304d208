"""How far a counter went between two states."""

from __future__ import annotations

from decimal import Decimal

MOST_DIGITS = 9
"""No counter shows more before the point, whatever is written down of it."""


def counted(*, before: Decimal, after: Decimal, digits: int | None) -> Decimal:
    """What a counter counted between two states of the same meter installation, in its own unit.

    A lower state than before is either the counter that ran through its last figure to nought, or a
    correction of the state before. It is a rollover when the way forward over nought is the shorter
    one, at most half of what the counter can show; then the result is above zero. Anything else is a
    correction, and the result is below zero.

    Parameters:
        before, after: the states.
        digits: places before the decimal point; None when unknown, and then nothing rolls over.
    """
    ahead = after - before
    if ahead >= 0 or digits is None:
        return ahead
    around = ahead + capacity(digits)
    return around if 0 <= around <= capacity(digits) / 2 else ahead


def rolls_over(*, before: Decimal, after: Decimal, digits: int | None) -> bool:
    """Did the counter run through its last figure between the two states?"""
    return after < before and counted(before=before, after=after, digits=digits) >= 0


def capacity(digits: int) -> Decimal:
    """The first number that a counter of so many places before the point cannot show."""
    return Decimal(10) ** digits
