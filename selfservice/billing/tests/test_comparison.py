"""Why a bill is higher: the causes sum to the difference, and each is what it is called."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfservice.billing.comparison import Cause, DifferentCurrencies, compare
from selfservice.billing.grosze import apportioned
from selfservice.exchange.models import Invoice, InvoiceLine

START = date(2026, 10, 1)
money = st.decimals(min_value="-9999.99", max_value="9999.99", places=2)
quantities = st.none() | st.decimals(min_value="-999", max_value="99999", places=3)
lines = st.builds(
    InvoiceLine,
    component=st.sampled_from(["water", "sewage", "subscription", ""]),
    description=st.sampled_from(["Woda", "Ścieki", "Abonament", "Plomba"]),
    point_no=st.sampled_from(["", "PP1"]),
    unit=st.sampled_from(["m3", "kWh", "mies", "szt", ""]),
    quantity=quantities,
    net=st.none() | money,
    vat=st.none() | money,
    gross=st.none() | money,
)
invoices = st.builds(
    Invoice,
    gross=money,
    currency=st.sampled_from(["", "PLN"]),
    period_from=st.sampled_from([None, START]),
    period_to=st.sampled_from([None, *(START + timedelta(days=days) for days in (-3, 0, 27, 30, 61))]),
)


@pytest.mark.long
@given(before=invoices, after=invoices, old=st.lists(lines, max_size=6), new=st.lists(lines, max_size=6))
def test_the_causes_sum_exactly_to_the_difference(before, after, old, new) -> None:
    found = compare(before=before, after=after, lines_before=old, lines_after=new)
    assert sum(found.parts.values()) == found.difference == after.gross - before.gross
    assert all(part == part.quantize(Decimal("0.01")) for part in found.parts.values())


@pytest.mark.long
@given(before=invoices, new=st.lists(lines, max_size=6))
def test_an_invoice_compared_with_itself_differs_in_nothing(before, new) -> None:
    found = compare(before=before, after=before, lines_before=new, lines_after=new)
    assert set(found.parts.values()) == {Decimal(0)}


@pytest.mark.long
@given(shares=st.lists(st.fractions(min_value=-100, max_value=100), min_size=1, max_size=8), total=money)
def test_no_share_moves_by_a_grosz_or_more(shares: list[Fraction], total: Decimal) -> None:
    exact = dict(enumerate([*shares, Fraction(total) - sum(shares)]))
    given_out = apportioned(exact, total=total)
    assert sum(given_out.values()) == total
    assert all(abs(Fraction(part) - exact[key]) * 100 < 1 for key, part in given_out.items())


def test_shares_of_another_total_are_refused() -> None:
    with pytest.raises(ValueError):
        apportioned({"a": Fraction(1)}, total=Decimal(2))


def bill(gross: str, *, days: int | None = 30) -> Invoice:
    end = START + timedelta(days=days - 1) if days else None
    return Invoice(gross=Decimal(gross), currency="PLN", period_from=START, period_to=end)


def water(quantity: str, gross: str, *, unit: str = "m3", component: str = "water") -> InvoiceLine:
    return InvoiceLine(
        component=component, description="Woda", unit=unit, quantity=Decimal(quantity), gross=Decimal(gross)
    )


def causes(before: Invoice, old: list[InvoiceLine], after: Invoice, new: list[InvoiceLine]) -> dict[str, str]:
    parts = compare(before=before, after=after, lines_before=old, lines_after=new).parts
    return {cause.value: str(part) for cause, part in parts.items() if part}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # 10 m3 for 100, then 12 m3 for 120, as many days: only usage.
        ((bill("100"), [water("10", "100")]), (bill("120"), [water("12", "120")]), {"usage": "20"}),
        # The same quantity, dearer.
        ((bill("100"), [water("10", "100")]), (bill("110"), [water("10", "110")]), {"price": "10"}),
        # A month longer at the same daily usage and price.
        ((bill("100"), [water("10", "100")]), (bill("200", days=60), [water("20", "200")]), {"days": "100"}),
        # Twice the days, half the usage a day: 100 more for days, 100 less for usage.
        (
            (bill("100"), [water("10", "100")]),
            (bill("100", days=60), [water("10", "100")]),
            {"usage": "-100", "days": "100"},
        ),
        # A fee by the month knows no usage.
        (
            (bill("8"), [water("1", "8", unit="mies")]),
            (bill("16", days=60), [water("2", "16", unit="mies")]),
            {"days": "8"},
        ),
        # A new seal of a meter stands on one invoice alone.
        (
            (bill("100"), [water("10", "100")]),
            (bill("150"), [water("10", "100"), water("1", "50", unit="szt", component="seal")]),
            {"one_off": "50"},
        ),
        # Without a period the whole volume is usage.
        (
            (bill("100", days=None), [water("10", "100")]),
            (bill("200"), [water("20", "200")]),
            {"usage": "100"},
        ),
        # Nothing used before: the new price stands for the old one.
        ((bill("0"), [water("0", "0")]), (bill("50"), [water("5", "50")]), {"usage": "50"}),
        # No lines: nothing is explained, and nothing is guessed.
        ((bill("100"), []), (bill("130"), []), {"one_off": "30"}),
    ],
)
def test_each_cause_by_itself(old, new, expected: dict[str, str]) -> None:
    found = {cause: str(Decimal(part).to_integral()) for cause, part in causes(*old, *new).items()}
    assert found == expected


def test_a_price_that_changed_within_the_period_is_one_component() -> None:
    found = compare(
        before=bill("100"),
        after=bill("110"),
        lines_before=[water("10", "100")],
        lines_after=[water("5", "50"), water("5", "60")],
    )
    assert found.parts[Cause.PRICE] == 10 and len(found.items) == 1


def test_rounding_of_a_line_is_no_change_of_price() -> None:
    old, new = water("3", "16.59"), water("7", "38.70")
    for line in (old, new):
        line.unit_price, line.vat_rate = Decimal("5.12"), "8"
    found = causes(bill("16.59"), [old], bill("38.70"), [new])
    assert found == {"usage": "22.11"}


def test_invoices_in_two_currencies_are_not_compared() -> None:
    foreign = bill("1")
    foreign.currency = "EUR"
    with pytest.raises(DifferentCurrencies):
        compare(before=bill("1"), after=foreign, lines_before=[], lines_after=[])
