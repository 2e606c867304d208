"""Quantities as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from ebok.core.quantities import format_quantity


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        ("12.5", "m3", "12,5\u00a0m³"),
        ("-5", "m3", "\u22125\u00a0m³"),
        ("-1234.5", "GJ", "\u22121\u00a0234,5\u00a0GJ"),
    ],
)
def test_a_quantity_is_written_with_its_unit_and_a_real_minus(value: str, unit: str, written: str) -> None:
    with translation.override("pl"):
        assert format_quantity(Decimal(value), unit=unit) == written
