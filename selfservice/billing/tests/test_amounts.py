"""Amounts by month: each document and each payment counts once, in its own month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from selfservice.access.tests.factories import AccessFactory
from selfservice.billing.amounts import amounts_by_month
from selfservice.exchange.tests.factories import AccountFactory, InvoiceFactory, LedgerEntryFactory

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


@pytest.fixture
def access():
    AccountFactory(account_no="100245")
    return AccessFactory.build(user=None, account_no="100245")


def invoice(day: date, gross: str, **facts: object) -> None:
    InvoiceFactory(account_id="100245", issued_on=day, gross=Decimal(gross), **facts)


def booked(day: date, amount: str, kind: str = "payment") -> None:
    LedgerEntryFactory(account_id="100245", booked_on=day, amount=Decimal(amount), kind=kind)


def test_months_hold_what_was_issued_and_paid_in_them(access) -> None:
    invoice(date(2026, 1, 1), "100.10")
    invoice(date(2026, 1, 31), "-0.20", kind="correction")
    invoice(date(2025, 12, 31), "7.00")
    invoice(date(2026, 1, 15), "999.00", kind="demand")
    booked(date(2026, 2, 1), "-60.00")
    booked(date(2026, 2, 28), "10.00", kind="refund")
    booked(date(2026, 2, 5), "100.10", kind="charge")
    InvoiceFactory(issued_on=date(2026, 1, 2))
    months = {(row.year, row.month): row for row in
              amounts_by_month(access=access, first_year=2025, last_year=2026)}  # fmt: skip
    assert len(months) == 24
    assert (months[2026, 1].invoiced, months[2026, 1].paid) == (Decimal("99.90"), None)
    assert (months[2026, 2].invoiced, months[2026, 2].paid) == (None, Decimal("50.00"))
    assert months[2025, 12].invoiced == Decimal("7.00")


def test_it_costs_two_queries_whatever_the_number_of_years(access) -> None:
    invoice(date(2026, 1, 1), "1.00")
    with CaptureQueriesContext(connections["exchange"]) as captured:
        amounts_by_month(access=access, first_year=2016, last_year=2026)
    assert len(captured) == 2
