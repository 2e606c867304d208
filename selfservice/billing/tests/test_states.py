"""How an invoice stands, its tax summary, and the bank account as people read it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfservice.billing.bank_account import grouped
from selfservice.billing.states import InvoiceState, state_of
from selfservice.billing.vat import rate_as_printed, vat_summary
from selfservice.exchange.models import Invoice, InvoiceLine

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("gross", "open_amount", "due_in", "state"),
    [
        ("100", "100", 0, InvoiceState.DUE),
        ("100", "0.01", 1, InvoiceState.DUE),
        ("100", "100", -1, InvoiceState.OVERDUE),
        ("100", "0", -1, InvoiceState.PAID),
        ("100", "-20", -1, InvoiceState.OVERPAID),
        ("-30", "0", -1, InvoiceState.SETTLED),
        ("100", "100", None, InvoiceState.DUE),
    ],
)
def test_the_state_follows_from_what_is_left_and_the_due_date(
    gross: str, open_amount: str, due_in: int | None, state: InvoiceState
) -> None:
    due_on = None if due_in is None else DAY + timedelta(days=due_in)
    invoice = Invoice(gross=Decimal(gross), open_amount=Decimal(open_amount), due_on=due_on)
    assert state_of(invoice=invoice, on=DAY) == state


@pytest.mark.parametrize(
    ("open_amount", "state"), [("0", InvoiceState.REMINDER), ("100", InvoiceState.OVERDUE)]
)
def test_a_demand_with_nothing_open_of_its_own_reminds_and_is_not_paid(
    open_amount: str, state: InvoiceState
) -> None:
    facts = {"gross": Decimal(100), "open_amount": Decimal(open_amount), "due_on": DAY - timedelta(days=1)}
    assert state_of(invoice=Invoice(kind="demand", **facts), on=DAY) == state
    note = Invoice(kind="interest_note", **{**facts, "open_amount": Decimal(0)})
    assert state_of(invoice=note, on=DAY) == InvoiceState.PAID


def line(rate: str, net: str | None, vat: str | None, gross: str | None) -> InvoiceLine:
    amounts = [None if text is None else Decimal(text) for text in (net, vat, gross)]
    return InvoiceLine(vat_rate=rate, net=amounts[0], vat=amounts[1], gross=amounts[2])


def invoice(net: str, vat: str, gross: str) -> Invoice:
    return Invoice(net=Decimal(net), vat=Decimal(vat), gross=Decimal(gross))


def test_lines_are_summed_by_rate_in_their_order() -> None:
    lines = [
        line("8", "10.00", "0.80", "10.80"),
        line("23", "1.00", "0.23", "1.23"),
        line("8", "5", "0.4", "5.4"),
    ]
    rows = vat_summary(invoice=invoice("16.00", "1.43", "17.43"), lines=lines)
    assert [(row.rate, row.net, row.vat, row.gross) for row in rows] == [
        ("8", Decimal("15.00"), Decimal("1.20"), Decimal("16.20")),
        ("23", Decimal("1.00"), Decimal("0.23"), Decimal("1.23")),
    ]


def test_a_summary_that_would_contradict_the_invoice_is_not_shown() -> None:
    lines = [line("8", "10.00", "0.80", "10.80")]
    assert vat_summary(invoice=invoice("10.00", "0.81", "10.81"), lines=lines) == []


def test_lines_without_figures_give_no_summary() -> None:
    assert vat_summary(invoice=invoice("1", "1", "2"), lines=[line("8", None, None, None)]) == []


@pytest.mark.parametrize(("rate", "words"), [("8", "8%"), ("0.5", "0.5%"), ("zw", "zw"), ("", "")])
def test_rates_as_printed(rate: str, words: str) -> None:
    assert rate_as_printed(rate) == words


def test_a_bank_account_is_grouped_as_banks_print_it() -> None:
    assert grouped("25109010145555000000012345") == "25 1090 1014 5555 0000 0001 2345"
    assert grouped("PL25109010145555000000012345") == "PL 25 1090 1014 5555 0000 0001 2345"


@given(st.text(alphabet="0123456789", max_size=30))
def test_grouping_loses_no_digit(digits: str) -> None:
    assert grouped(digits).replace(" ", "") == digits
