"""One invoice, its relatives, and the PDF made of its data."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import OperationalError, connections
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from selfservice.access.tests.factories import AccessFactory
from selfservice.billing import queries
from selfservice.billing.documents import invoice_document, rendered_invoice
from selfservice.billing.queries import accounts_of, invoice_detail, overview
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.tests.factories import (
    AccountFactory,
    InvoiceFactory,
    InvoiceLineFactory,
    ServicePointFactory,
)

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


@pytest.fixture
def access():
    AccountFactory(account_no="100245")
    return AccessFactory.build(user=None, account_no="100245")


def test_a_correction_and_what_it_corrects_know_each_other(access) -> None:
    InvoiceFactory(account_id="100245", invoice_no="FV/1", issued_on=date(2026, 10, 1))
    InvoiceFactory(account_id="100245", invoice_no="KOR/1", kind="correction", corrects_no="FV/1")
    first = invoice_detail(access=access, invoice_no="FV/1")
    second = invoice_detail(access=access, invoice_no="KOR/1")
    assert [row.invoice_no for row in first.corrections] == ["KOR/1"] and first.corrected is None
    assert second.corrected.invoice_no == "FV/1" and second.corrections == []


def test_a_correction_of_somebody_elses_invoice_betrays_nothing(access) -> None:
    InvoiceFactory(invoice_no="FOREIGN/1")
    InvoiceFactory(account_id="100245", invoice_no="KOR/1", kind="correction", corrects_no="FOREIGN/1")
    assert invoice_detail(access=access, invoice_no="KOR/1").corrected is None


def test_somebody_elses_invoice_is_as_absent_as_none(access) -> None:
    InvoiceFactory(invoice_no="FOREIGN/1")
    assert invoice_detail(access=access, invoice_no="FOREIGN/1") is None
    assert invoice_detail(access=access, invoice_no="NONE/1") is None


def test_a_detail_costs_three_queries_whatever_the_lines(access) -> None:
    invoice = InvoiceFactory(account_id="100245", invoice_no="FV/1")
    InvoiceLineFactory.create_batch(30, invoice=invoice)
    with CaptureQueriesContext(connections["exchange"]) as captured:
        invoice_detail(access=access, invoice_no="FV/1")
    assert len(captured) == 3


def test_the_overview_is_one_query(access) -> None:
    InvoiceFactory.create_batch(5, account_id="100245")
    with CaptureQueriesContext(connections["exchange"]) as captured:
        found = overview(access=access)
    assert (len(captured), len(found.newest)) == (1, 3)


def test_the_due_invoice_is_the_open_one_with_the_earliest_due_date(access) -> None:
    InvoiceFactory(account_id="100245", invoice_no="LATER", due_on=date(2026, 12, 30))
    InvoiceFactory(account_id="100245", invoice_no="FIRST", due_on=date(2026, 11, 30))
    InvoiceFactory(account_id="100245", invoice_no="PAID", due_on=date(2026, 1, 30), paid=True)
    InvoiceFactory(account_id="100245", invoice_no="UNDATED", due_on=None)
    assert overview(access=access).due.invoice_no == "FIRST"


def test_an_account_row_never_carries_the_registration_code(access) -> None:
    account = accounts_of(accesses=[access])["100245"]
    assert "registration_code" in account.get_deferred_fields()


def test_a_silent_exchange_is_an_error_and_never_an_empty_list(access, monkeypatch) -> None:
    def silent(*args: object, **kwargs: object) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr(queries, "scoped", silent)
    with pytest.raises(ExchangeUnavailable):
        overview(access=access)


@pytest.fixture
def detail(access):
    invoice = InvoiceFactory(
        account_id="100245", invoice_no="FV/2026/11/00412", net="61.44", vat="4.92", gross=Decimal("66.36")
    )
    point = ServicePointFactory(account_id="100245")
    InvoiceLineFactory(invoice=invoice, position=1, point_no=point.point_no)
    return invoice_detail(access=access, invoice_no="FV/2026/11/00412")


def test_the_document_names_buyer_place_tax_and_where_to_pay(access, detail) -> None:
    with translation.override("pl"):
        document = invoice_document(access=access, detail=detail)
    assert (document.language, document.number) == ("pl", "FV/2026/11/00412")
    assert document.buyer.address == ("ul. Lipowa 12/3", "00-999 Zielona Dolina")
    assert document.lines[0].group == "ul. Lipowa 12/3 00-999 Zielona Dolina"
    assert [row.rate for row in document.vat_summary] == ["8%"]
    assert document.bank_account == "25109010145555000000012345"
    assert document.amount_due == Decimal("66.36")


def test_an_unusable_hash_leaves_the_ksef_code_out(access, detail) -> None:
    detail.invoice.ksef_hash = "no hash at all"
    assert invoice_document(access=access, detail=detail).ksef_link == ""


def test_the_rendered_file_is_a_pdf(access, detail) -> None:
    assert rendered_invoice(access=access, detail=detail).startswith(b"%PDF-")
