"""What each screen of the zone costs in queries; a customer with more of everything costs the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from selfservice.access.models import AccountAccess
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.models import ServicePoint
from selfservice.exchange.tests import factories as exchange
from selfservice.metering.models import ReadingSubmission
from selfservice.metering.tests.factories import SubmissionFactory
from selfservice.tickets.models import Category, Ticket
from selfservice.tickets.services import write
from selfservice.tickets.tests.factories import a_ticket
from selfservice.zones.portal.tests.test_dashboard import count, queries_of_both_databases

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
HOME = "/en/portal/accounts/100245/"
# Screen below the account -> queries of both databases. A number grows only with a new kind of fact on it.
SCREENS = {
    "": 8,
    "invoices/": 7,
    "invoices/FV/1/": 8,
    "bill-comparison/FV/1/": 8,
    "contracts/": 7,
    "documents/": 6,
    "customer/": 7,
    "settlements/": 8,
    "settlements/ledger/": 6,
    "settlements/amounts/": 8,
    "consumption/": 9,
    "consumption/?span=years": 9,
    "consumption/?span=year-of-days": 9,
    "readings/": 9,
    "readings/sent/": 7,
    "readings/new/": 8,
    "readings/receipts/OD-FIRST/": 7,
    "leak-test/": 7,
    "schedule/": 10,
    "history/": 14,
    "packages/": 7,
    "calendar-links/": 7,
    "consents/": 7,
    "contact-data/": 6,
    "people/": 7,
    "tickets/": 6,
    "tickets/new/": 8,
    "tickets/new/outage/": 9,
    "tickets/TICKET/": 8,
}


@pytest.fixture
def owner(client: Client) -> Iterator[Client]:
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False):
        exchange.FeedFactory()
        exchange.AccountFactory(account_no="100245")
        access = AccessFactory(account_no="100245")
        exchange.InvoiceFactory(account_id="100245", invoice_no="FV/1")
        SubmissionFactory(receipt_no="OD-FIRST", sent_by=access.user)
        a_ticket(actor=access.user, category=Category.objects.get(code="outage"))
        client.force_login(access.user)
        one_more_of_everything(access)
        yield client


def one_more_of_everything(access: AccountAccess) -> None:
    """A point with a meter and its readings, a bill, a letter, a contract, a ticket, a message in it ..."""
    place: ServicePoint = exchange.ServicePointFactory(account_id="100245")
    exchange.CollectionFactory(area=place.area)
    exchange.ConsumptionFactory(point=place)
    meter = exchange.MeterFactory(point=place)
    for month in (9, 10):
        exchange.ReadingFactory(installation=meter, read_on=date(2026, month, 30), value=Decimal(month))
    invoice = exchange.InvoiceFactory(account_id="100245", issued_on=date(2026, 10, 5))
    for bill in (invoice.pk, "FV/1"):
        exchange.InvoiceLineFactory(invoice_id=bill)
    exchange.LedgerEntryFactory(account_id="100245")
    exchange.LetterFactory(account_id="100245")
    exchange.ContractFactory(account_id="100245")
    SubmissionFactory(installation_no=meter.pk, sent_by=access.user)
    first = Ticket.objects.earliest("pk")
    write(ticket=first, text="Still nothing.", actor=access.user)
    a_ticket(actor=access.user, category=first.category)
    AccessFactory(account_no="100245", delegate=True)


def costs(client: Client) -> dict[str, int]:
    found = {}
    for screen in SCREENS:
        path = HOME + screen.replace("TICKET", Ticket.objects.earliest("pk").signature)
        with queries_of_both_databases() as captured:
            assert client.get(path).status_code == 200, path
        found[screen] = count(captured)
    return found


@pytest.mark.long
def test_no_screen_asks_more_than_it_needs_or_more_of_a_customer_with_more(owner: Client) -> None:
    for screen in ("", "readings/new/"):  # what is read once a process is none of theirs
        owner.get(HOME + screen)
    few = costs(owner)
    access = AccountAccess.objects.get(account_no="100245", role="owner")
    for _time in range(4):
        one_more_of_everything(access)
    many = costs(owner)
    assert ReadingSubmission.objects.count() == 6
    assert {screen: (few[screen], many[screen]) for screen in SCREENS if few[screen] != many[screen]} == {}
    assert few == SCREENS
