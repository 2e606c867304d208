"""Exact shares rounded to grosze so that their sum stays what it was."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TypeVar

Key = TypeVar("Key")


def apportioned(exact: Mapping[Key, Fraction], *, total: Decimal) -> dict[Key, Decimal]:
    """Each share in whole grosze, none more than one grosz away from its exact value.

    All are rounded down, then the grosze that are missing go to the shares that lost most (the method
    of largest remainders, Hamilton's); of equals the earlier one is first.

    Parameters:
        exact: shares in units of money; their sum is `total`.
        total: an amount in whole grosze.

    Raises:
        ValueError: the shares do not add up to the total, or it is no whole number of grosze.
    """
    if sum(exact.values(), Fraction(0)) != Fraction(total) or (Fraction(total) * 100).denominator != 1:
        raise ValueError("the shares do not add up to the total")
    grosze = {key: floor(share * 100) for key, share in exact.items()}
    missing = int(Fraction(total) * 100) - sum(grosze.values())
    by_loss = sorted(exact, key=lambda key: exact[key] * 100 - grosze[key], reverse=True)
    for key in by_loss[:missing]:
        grosze[key] += 1
    return {key: Decimal(number) / 100 for key, number in grosze.items()}
