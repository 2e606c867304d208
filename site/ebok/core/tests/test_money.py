"""Amounts are exact, rounded once, written as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ebok.core.money import currency_sign, format_decimal, format_money, rounded, typed_amount

amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=4)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("0.005", "0.01"), ("0.015", "0.02"), ("-0.005", "-0.01"), ("1.00499", "1.00"), ("2", "2.00")],
)
def test_halves_go_away_from_zero(amount: str, expected: str) -> None:
    assert str(rounded(Decimal(amount))) == expected


@given(amounts)
def test_rounding_moves_by_half_a_grosz_at_most_and_only_once(amount: Decimal) -> None:
    once = rounded(amount)
    assert abs(once - amount) <= Decimal("0.005")
    assert rounded(once) == once
    assert rounded(-amount) == -once


@pytest.mark.parametrize(
    ("amount", "polish", "english"),
    [
        ("1234.5", "1\u00a0234,50\u00a0zł", "PLN\u00a01,234.50"),
        ("-0.5", "-0,50\u00a0zł", "PLN\u00a0-0.50"),
        ("1234567.891", "1\u00a0234\u00a0567,89\u00a0zł", "PLN\u00a01,234,567.89"),
    ],
)
def test_amounts_in_both_languages(amount: str, polish: str, english: str) -> None:
    assert format_money(Decimal(amount), language="pl") == polish
    assert format_money(Decimal(amount), language="en") == english


def test_other_currencies_and_plain_numbers() -> None:
    assert format_money(Decimal(5), currency="EUR", language="pl") == "5,00\u00a0EUR"
    assert format_decimal(Decimal("12345.678"), places=3, language="pl") == "12\u00a0345,678"


@given(amounts)
def test_what_is_written_is_what_was_meant(amount: Decimal) -> None:
    text = format_money(amount, language="pl").removesuffix("\u00a0zł")
    assert Decimal(text.replace("\u00a0", "").replace(",", ".")) == rounded(amount)


def test_the_filter_writes_nothing_for_nothing() -> None:
    page = Template("{{ nothing|money }}{{ sum|money }}{{ sum|money:'EUR' }}")
    with translation.override("pl"):
        assert page.render(Context({"nothing": None, "sum": Decimal(1)})).count("1,00") == 2


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("187,45", "187.45"),
        ("187.45 zł", "187.45"),
        ("1 234,56", "1234.56"),
        ("1\u00a0234,56\u00a0PLN", "1234.56"),
        ("1.234,5", "1234.50"),
        ("1,234.56", "1234.56"),
        ("1 234", "1234"),
        ("1.234", "1234"),
        ("-20,00", "-20"),
    ],
)
def test_an_amount_is_understood_as_people_type_it(typed: str, meant: str) -> None:
    assert typed_amount(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["", "zł", "12,345,6x", "1e5", "NaN", ",50", "12--"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="no amount"):
        typed_amount(typed)


@pytest.mark.parametrize(
    ("currency", "language", "sign"), [("PLN", "pl", "zł"), ("PLN", "en", "PLN"), ("EUR", "pl", "EUR")]
)
def test_the_sign_of_a_currency_follows_the_language(currency: str, language: str, sign: str) -> None:
    assert currency_sign(currency, language=language) == sign
