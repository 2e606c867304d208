"""Quantities with their units, as people write them."""

from __future__ import annotations

from decimal import Decimal

from ebok.core.money import MINUS, NBSP, format_decimal

SIGNS = {"m3": "m³", "m2": "m²"}


def unit_sign(unit: str) -> str:
    """The unit of the billing system as people write it: `m³` for `m3`."""
    return SIGNS.get(unit, unit)


def decimals_of(value: Decimal) -> int:
    """How many decimals a number has, trailing noughts aside."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def format_quantity(value: Decimal, *, unit: str, places: int | None = None) -> str:
    """`12,5 m³`, `−5 m³`: with `places` decimals, or as many as there are."""
    number = format_decimal(value, places=decimals_of(value) if places is None else places)
    number = number.replace("-", MINUS)
    return f"{number}{NBSP}{unit_sign(unit)}".strip()
