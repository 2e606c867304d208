"""What the calendar of due days holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from selfservice.access.tests.factories import AccessFactory
from selfservice.billing.due import due_invoices
from selfservice.exchange.tests.factories import AccountFactory, InvoiceFactory

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
DAY = date(2026, 11, 21)


def test_a_demand_that_only_reminds_is_no_paid_document_in_the_calendar() -> None:
    account = AccountFactory(account_no="100245")
    for number, kind, left in (("FV/1", "invoice", 0), ("WZ/1", "demand", 0), ("WZ/2", "demand", 5)):
        facts = {"invoice_no": number, "kind": kind, "open_amount": Decimal(left)}
        InvoiceFactory(account=account, issued_on=DAY, due_on=DAY, gross=Decimal(5), **facts)
    found = due_invoices(access=AccessFactory.build(user=None, account_no="100245"), since=DAY)
    assert [invoice.invoice_no for invoice in found] == ["FV/1", "WZ/2"]
