"""Settlements, ledger, comparison and amounts as a customer sees them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ebok.audit.models import AuditEntry
from selfservice.access.tests.factories import AccessFactory
from selfservice.billing.documents import invoice_document
from selfservice.billing.queries import InvoiceDetail
from selfservice.exchange.models import Account
from selfservice.exchange.permission import loader_writes
from selfservice.exchange.tests.factories import (
    AccountFactory,
    FeedFactory,
    InvoiceFactory,
    InvoiceLineFactory,
    LedgerEntryFactory,
    LetterFactory,
)
from selfservice.zones.portal.billing.forms import amount_in, day_in

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
URL = "/en/portal/accounts/100245/"
SETTLEMENTS, LEDGER = f"{URL}settlements/", f"{URL}settlements/ledger/"
SCREENS = [SETTLEMENTS, LEDGER, f"{URL}settlements/amounts/", f"{URL}bill-comparison/FV/2/"]


@pytest.fixture
def owner(client: Client) -> Iterator[Client]:
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False):
        AccountFactory(account_no="100245", balance=Decimal("150.00"), settlement="forecast")
        FeedFactory()
        for number, day, litres, gross in (("FV/1", 5, "10", "100.00"), ("FV/2", 6, "15", "150.00")):
            invoice = InvoiceFactory(
                account_id="100245", invoice_no=number, issued_on=date(2026, 11, day), gross=Decimal(gross)
            )
            InvoiceLineFactory(invoice=invoice, position=1, quantity=Decimal(litres), gross=Decimal(gross))
        client.force_login(AccessFactory(account_no="100245").user)
        yield client


def text_of(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode().replace("\u00a0", " ")


def cost(owner: Client, url: str) -> int:
    owner.get(url)
    with (
        CaptureQueriesContext(connections["default"]) as own,
        CaptureQueriesContext(connections["exchange"]) as shared,
    ):
        assert owner.get(url).status_code == 200
    return len(own) + len(shared)


def test_settlements_explain_the_method_and_show_what_the_office_wrote(owner: Client) -> None:
    InvoiceFactory(account_id="100245", invoice_no="NO/1", kind="interest_note")
    InvoiceFactory(account_id="100245", invoice_no="WZ/1", kind="demand")
    LetterFactory(account_id="100245", kind="balance_confirmation", title="Potwierdzenie salda")
    LetterFactory(account_id="100245", kind="advice", title="Ulotka")
    page = text_of(owner.get(SETTLEMENTS))
    assert "NO/1" in page and "WZ/1" in page
    assert "Potwierdzenie salda" in page and "Ulotka" not in page


METHODS = {
    "actual": ("By actual readings", "Each invoice charges what the meter counted since the reading before."),
    "forecast": ("By forecast, then settled", "takes off the advances that you were billed."),
    "flat_rate": ("At a flat rate", "There is no meter: the amount follows from a standard for the place"),
}


@pytest.mark.parametrize("method", METHODS)
def test_the_method_of_the_account_is_explained_and_no_other(owner: Client, method: str) -> None:
    with loader_writes():
        Account.objects.filter(pk="100245").update(settlement=method)
    page = text_of(owner.get(SETTLEMENTS))
    told = {name for name, (title, text) in METHODS.items() if title in page and text in page}
    assert told == {method} == {name for name, (title, _text) in METHODS.items() if title in page}


@pytest.mark.parametrize("method", ["by_the_moon", ""])
def test_of_a_method_that_nobody_knows_nothing_is_said(owner: Client, method: str) -> None:
    with loader_writes():
        Account.objects.filter(pk="100245").update(settlement=method)
    answer = owner.get(SETTLEMENTS)
    assert answer.status_code == 200 and "by_the_moon" not in text_of(answer)
    assert not any(title in text_of(answer) for title, _text in METHODS.values())


def test_the_comparison_comes_as_a_file_whose_shares_sum_to_the_difference(owner: Client) -> None:
    page = text_of(owner.get(f"{URL}bill-comparison/FV/2/"))
    link = html.unescape(re.findall(r'class="file-link" href="([^"]*)"', page)[0])
    lines = text_of(owner.get(link)).splitlines()[1:]
    shares = [Decimal(line.split(";")[2]) for line in lines]
    assert len(lines) == 5 and shares[-1] == sum(shares[:-1]) == 50
    assert lines[-1].startswith("Difference;FV/1 / FV/2;") and lines[-1].endswith(";PLN")


@pytest.mark.parametrize("path", ["FV/1.csv", "FV/9.csv", "FV/2.csv?with=FV/9", "FV/2.csv?with=FOREIGN"])
def test_there_is_no_file_of_what_cannot_be_compared(owner: Client, path: str) -> None:
    InvoiceFactory(invoice_no="FOREIGN")
    assert owner.get(f"{URL}bill-comparison-files/{path}").status_code == 404


def test_the_ledger_shows_charges_payments_and_the_balance_after_each(owner: Client) -> None:
    LedgerEntryFactory(account_id="100245", amount=Decimal("200.00"), booked_on=date(2026, 11, 1))
    LedgerEntryFactory(
        account_id="100245", kind="payment", amount=Decimal("-50.00"), booked_on=date(2026, 11, 2)
    )
    page = text_of(owner.get(LEDGER))
    assert page.index("PLN 150.00") < page.index("PLN 200.00")
    assert "Balance before the first entry" in page and "PLN 0.00" in page


def test_an_entry_says_once_what_it_is_and_links_its_document(owner: Client) -> None:
    about = {"account_id": "100245", "booked_on": date(2026, 11, 1)}
    LedgerEntryFactory(**about, invoice_no="FV/1", title="Dokument FV/1", amount=Decimal("100.00"))
    LedgerEntryFactory(**about, invoice_no="FV/2", title="", amount=Decimal("50.00"))
    LedgerEntryFactory(**about, kind="write_off", title="Ugoda", invoice_no="", amount=Decimal("-1.00"))
    page = text_of(owner.get(LEDGER))
    assert f'href="{URL}invoices/FV/1/">Dokument FV/1</a>' in page and "Charge FV/2</a>" in page
    assert page.count("FV/2<") == 1 and "Write-off: Ugoda" in page


@pytest.mark.parametrize("asked", ["50,00", "50.00 zł", "2.11.2026", "2026-11-02", "wpłata", "K-PAY"])
def test_one_field_finds_an_amount_a_day_a_title_or_a_number(owner: Client, asked: str) -> None:
    LedgerEntryFactory(account_id="100245", amount=Decimal("200.00"), booked_on=date(2026, 11, 1), title="X")
    LedgerEntryFactory(
        account_id="100245",
        entry_no="K-PAY",
        kind="payment",
        amount=Decimal("-50.00"),
        booked_on=date(2026, 11, 2),
        title="Wpłata",
    )
    page = text_of(owner.get(LEDGER, {"q": asked}))
    assert "Wpłata" in page and "PLN 150.00" in page and "PLN 200.00" not in page


def test_a_search_that_finds_nothing_says_so(owner: Client) -> None:
    assert "No entry fits" in text_of(owner.get(LEDGER, {"q": "nothing like this"}))


def test_a_place_that_is_none_is_not_found(owner: Client) -> None:
    assert owner.get(LEDGER, {"after": "x"}).status_code == 404


def test_the_ledger_as_a_file_runs_no_formula_and_stands_in_the_event_log(owner: Client) -> None:
    LedgerEntryFactory(account_id="100245", amount=Decimal("-50.00"), kind="payment", title="=HYPERLINK(1)")
    answer = owner.get(f"{SETTLEMENTS}ledger.csv")
    rows = text_of(answer).splitlines()
    assert "'=HYPERLINK(1)" in rows[1] and ";-50.00;150.00;" in rows[1]
    assert "no-store, private" in answer["Cache-Control"]
    assert AuditEntry.objects.get(action="documents.downloaded").object_type == "ledger_csv"


def test_a_demand_shows_what_is_overdue_and_no_payment_of_its_own(owner: Client) -> None:
    with loader_writes():
        Account.objects.filter(pk="100245").update(overdue=Decimal("90.00"))
    InvoiceFactory(
        account_id="100245", invoice_no="WZ/1", kind="demand", gross=Decimal("120.00"), open_amount=Decimal(0)
    )
    page = text_of(owner.get(f"{URL}invoices/WZ/1/"))
    assert "Reminder" in page and "Overdue on this account now" in page and "PLN 90.00" in page
    assert "Left to pay" not in page and "Paid" not in page
    assert "Left to pay" in text_of(owner.get(f"{URL}invoices/FV/1/"))


def test_the_file_of_a_demand_asks_for_no_more_than_is_still_overdue() -> None:
    account = AccountFactory(account_no="100245", overdue=Decimal("90.00"))
    demand = InvoiceFactory(account=account, kind="demand", gross=Decimal("120.00"), open_amount=Decimal(0))
    access = AccessFactory.build(user=None, account_no="100245")
    document = invoice_document(access=access, detail=InvoiceDetail(invoice=demand, lines=[]))
    assert document.amount_due == Decimal("90.00")


def test_an_invoice_leads_to_the_comparison_with_the_one_before(owner: Client) -> None:
    assert f"{URL}bill-comparison/FV/2/" in text_of(owner.get(f"{URL}invoices/FV/2/"))
    page = text_of(owner.get(f"{URL}bill-comparison/FV/2/"))
    assert "This invoice is higher by PLN 50.00. Usage: +PLN 50.00." in page
    assert "15 m³" in page and "10 m³" in page
    assert "Why is it higher?" in page and "You used more a day than before." in page


def test_a_lower_invoice_is_called_lower_and_explained_so(owner: Client) -> None:
    lower = InvoiceFactory(
        account_id="100245", invoice_no="FV/3", issued_on=date(2026, 11, 7), gross=Decimal("80.00")
    )
    InvoiceLineFactory(invoice=lower, position=1, quantity=Decimal(8), gross=Decimal("80.00"))
    assert "Compare with the invoice before" in text_of(owner.get(f"{URL}invoices/FV/3/"))
    page = text_of(owner.get(f"{URL}bill-comparison/FV/3/"))
    assert "Why is it lower?" in page and "You used less a day than before." in page
    assert "more a day" not in page and "higher" not in page


@pytest.mark.parametrize("number", ["OLD/1", "OLD/" + "1" * 252])
def test_another_invoice_can_be_chosen_but_only_ones_own(owner: Client, number: str) -> None:
    InvoiceFactory(
        account_id="100245", invoice_no=number, issued_on=date(2025, 1, 5), gross=Decimal("160.00")
    )
    InvoiceFactory(invoice_no="FOREIGN/1", issued_on=date(2025, 1, 5))
    page = text_of(owner.get(f"{URL}bill-comparison/FV/2/", {"with": number}))
    assert "This invoice is lower by PLN 10.00." in page
    assert owner.get(f"{URL}bill-comparison/FV/2/", {"with": "FOREIGN/1"}).status_code == 404


def test_the_first_invoice_has_nothing_to_be_compared_with(owner: Client) -> None:
    assert "There is nothing to compare it with" in text_of(owner.get(f"{URL}bill-comparison/FV/1/"))


def test_a_correction_is_not_compared(owner: Client) -> None:
    InvoiceFactory(account_id="100245", invoice_no="KOR/1", kind="correction")
    assert owner.get(f"{URL}bill-comparison/KOR/1/").status_code == 404
    assert "bill-comparison" not in text_of(owner.get(f"{URL}invoices/KOR/1/"))


def test_amounts_by_month_are_a_chart_a_sentence_and_a_file(owner: Client) -> None:
    page = text_of(owner.get(f"{URL}settlements/amounts/"))
    assert "In 2026 invoices came to PLN 250.00 and payments to PLN 0.00." in page
    assert "PLN 250.00 in 2026. No data before November 2026." in page and "in 2025" not in page
    assert "2026;11;250.00;" in text_of(owner.get(f"{URL}settlements/amounts.csv"))
    assert owner.get(f"{URL}settlements/amounts/", {"year": "1900"}).status_code == 404


@pytest.mark.parametrize(
    ("first", "sentence"),
    [
        (
            date(2025, 3, 5),
            "From March to the end of November: PLN 250.00 in 2026, PLN 100.00 in 2025. "
            "No data before March 2025.",
        ),
        (date(2025, 12, 5), "PLN 250.00 in 2026. No data before December 2025."),
        (date(2024, 12, 5), "From January to the end of November: PLN 250.00 in 2026, PLN 0.00 in 2025.<"),
    ],
)
def test_what_was_before_the_first_booking_is_not_called_zero(
    owner: Client, first: date, sentence: str
) -> None:
    InvoiceFactory(account_id="100245", issued_on=first, gross=Decimal("100.00"))
    assert sentence in text_of(owner.get(f"{URL}settlements/amounts/"))


@pytest.mark.few(1)
@pytest.mark.parametrize("url", SCREENS)
def test_a_long_history_costs_as_many_queries_as_a_short_one(owner: Client, url: str) -> None:
    LedgerEntryFactory.create_batch(3, account_id="100245")
    few = cost(owner, url)
    LedgerEntryFactory.create_batch(200, account_id="100245")
    InvoiceFactory.create_batch(100, account_id="100245", issued_on=date(2026, 3, 1))
    assert cost(owner, url) == few <= 11


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("187,45", "187.45"),
        ("1 234,56 zł", "1234.56"),
        ("-187.45", "187.45"),
        ("50 zł", "50"),
        ("2026", None),
        ("FV/1", None),
        ("1e9999.", None),
        ("1.5e999999999", None),
        ("", None),
    ],
)
def test_what_counts_as_an_amount(text: str, amount: str | None) -> None:
    assert amount_in(text) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize(
    ("text", "day"), [("5.11.2026", date(2026, 11, 5)), ("31.2.2026", None), ("x", None)]
)
def test_what_counts_as_a_day(text: str, day: date | None) -> None:
    assert day_in(text) == day
