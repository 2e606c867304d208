"""Colours that everybody can read."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cms_pages.colours import DARK_PAPER, check_on_white, contrast, for_dark, validate_colour
from cms_pages.models import OfficeSettings

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.542, abs=0.001)


@given(colours, colours)
def test_contrast_has_no_order_and_its_bounds(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.001


@given(colours)
def test_every_colour_has_a_readable_twin_for_the_dark_page(colour: str) -> None:
    assert contrast(for_dark(colour), DARK_PAPER) >= 7


@translation.override("en")
def test_a_pale_colour_is_refused_with_its_ratio() -> None:
    with pytest.raises(ValidationError, match=r"7bc4e0.* only 1\.9:1"):
        check_on_white("#7bc4e0")
    check_on_white("#0b4f6c")


@pytest.mark.parametrize("text", ["red", "#12345", "#12345g", "#0b4f6c; }", ""])
def test_only_six_hex_digits_are_a_colour(text: str) -> None:
    with pytest.raises(ValidationError):
        validate_colour(text)


def test_settings_refuse_pale_colours_and_mistyped_numbers_on_save() -> None:
    settings = OfficeSettings(
        name="A", short_name="A", brand_colour="#ffff00", nip="1234567890", bank_account="1" * 26
    )
    with pytest.raises(ValidationError) as refused:
        settings.full_clean(exclude=["site", "logo"])
    assert {"brand_colour", "nip", "bank_account"} <= refused.value.message_dict.keys()
