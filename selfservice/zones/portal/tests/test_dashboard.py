"""The dashboard: what it shows, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms_pages import generation
from cms_pages.models import ReadingSettings, ReadingWindow
from selfservice.access.models import AccountAccess
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import (
    AccountFactory,
    FeedFactory,
    InvoiceFactory,
    MeterFactory,
    ServicePointFactory,
)
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import person
from selfservice.tickets.services import change_state
from selfservice.tickets.tests.factories import a_ticket
from selfservice.zones.portal.tests.test_pages import office_site

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
NOW = "2026-11-21T10:00:00+01:00"
URL = "/en/portal/accounts/100245/"


@contextmanager
def queries_of_both_databases() -> Iterator[list[CaptureQueriesContext]]:
    with (
        CaptureQueriesContext(connections["default"]) as own,
        CaptureQueriesContext(connections["exchange"]) as shared,
    ):
        yield [own, shared]


def count(captured: list[CaptureQueriesContext]) -> int:
    return sum(len(capture) for capture in captured)


@pytest.fixture
def owner(client: Client) -> Iterator[Client]:
    with time_machine.travel(NOW, tick=False):
        account = AccountFactory(account_no="100245", name="Maria Zmyślona")
        FeedFactory()
        ServicePointFactory(account=account)
        client.force_login(AccessFactory(account_no="100245").user)
        yield client


def test_it_shows_balance_due_invoice_bank_account_and_moment(owner: Client) -> None:
    InvoiceFactory(account_id="100245", invoice_no="FV/2026/11/00412", due_on=date(2026, 11, 30))
    page = owner.get(URL).content.decode()
    assert "PLN\u00a0187.45" in page
    assert "30 November 2026" in page and "in 9 days" in page
    assert "25 1090 1014 5555 0000 0001 2345" in page
    assert "FV/2026/11/00412" in page
    assert "As of 21 November 2026, 8:00" in page


def test_who_may_only_look_is_not_invited_to_send_a_reading(owner: Client) -> None:
    assert owner.get(URL).context["reading_window"]
    delegate = AccessFactory(account_no="100245", delegate=True, level="view").user
    looking = Client()
    looking.force_login(delegate)
    assert looking.get(URL).context["reading_window"] == ""


def test_an_invoice_that_is_late_is_the_oldest_arrears_and_not_next_to_pay(owner: Client) -> None:
    InvoiceFactory(account_id="100245", due_on=date(2026, 11, 20))
    page = owner.get(URL).content.decode()
    assert "Oldest arrears" in page and "Next to pay" not in page


def test_it_costs_eight_queries_at_most(owner: Client) -> None:
    InvoiceFactory.create_batch(12, account_id="100245")
    owner.get(URL)
    with queries_of_both_databases() as captured:
        assert owner.get(URL).status_code == 200
    assert count(captured) <= 8, [query["sql"] for capture in captured for query in capture]


@pytest.mark.long
def test_two_thousand_invoices_cost_as_many_queries_as_twelve(owner: Client) -> None:
    InvoiceFactory.create_batch(12, account_id="100245")
    owner.get(URL)
    with queries_of_both_databases() as few:
        owner.get(URL)
    InvoiceFactory.create_batch(1988, account_id="100245", open_amount=Decimal(0))
    with queries_of_both_databases() as many:
        owner.get(URL)
    assert count(few) == count(many)


def test_the_earliest_open_invoice_is_the_due_one_even_if_old(owner: Client) -> None:
    InvoiceFactory(
        account_id="100245", invoice_no="OLD/1", issued_on=date(2026, 1, 5), due_on=date(2026, 1, 19)
    )
    InvoiceFactory.create_batch(4, account_id="100245", issued_on=date(2026, 11, 5))
    page = owner.get(URL).content.decode()
    assert "OLD/1" in page and "was due on" in page and "306 days ago" in page


def test_it_tells_what_is_new_since_the_sign_in_before(client: Client) -> None:
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False):
        account = AccountFactory(account_no="100245")
        FeedFactory()
        access = AccessFactory(account_no="100245")
        client.force_login(access.user)
        first = client.get(URL).content.decode()
    with time_machine.travel(NOW, tick=False):
        InvoiceFactory(account=account, invoice_no="NEW/1", issued_on=date(2026, 11, 12))
        InvoiceFactory(account=account, invoice_no="OLD/1", issued_on=date(2026, 11, 1))
        client.force_login(access.user)
        second = client.get(URL).content.decode()
    assert "New since your last visit" not in first
    assert "New document: NEW/1" in second and "New document: OLD/1" not in second


@pytest.mark.long
def test_sub_meters_with_a_window_of_their_own_get_a_sentence_of_their_own(owner: Client) -> None:
    point = ServicePointFactory(account_id="100245", service="water")
    take_readings(first_day=20, last_day=31)
    take_readings(sub_meters=True, month=12, first_day=1, last_day=15)
    generation.forget()
    main = MeterFactory(point=point)
    assert "Sub-meters" not in owner.get(URL).content.decode()
    MeterFactory(point=point, parent_installation=main)
    page = owner.get(URL).content.decode()
    assert "You can send a reading now, until 30 November 2026. Sub-meters are read from 1 December" in page


def test_sub_meters_that_follow_the_main_meters_need_no_sentence(owner: Client) -> None:
    point = ServicePointFactory(account_id="100245", service="water")
    take_readings(first_day=20, last_day=31)
    generation.forget()
    MeterFactory(point=point, parent_installation=MeterFactory(point=point))
    assert "Sub-meters" not in owner.get(URL).content.decode()


def take_readings(**facts: object) -> None:
    office, _made = ReadingSettings.objects.get_or_create(site=office_site())
    ReadingWindow.objects.create(settings=office, **{"service": "water", **facts})


def test_it_shows_tickets_reading_window_and_shortcuts(owner: Client) -> None:
    page = owner.get(URL).content.decode()
    assert "No ticket is being handled now." in page
    assert "You can send a reading now." in page
    assert f"{URL}history/" in page and f"{URL}packages/" in page


def test_it_counts_the_tickets_that_are_being_handled(owner: Client) -> None:
    user = AccountAccess.objects.get(account_no="100245").user
    for _number in range(2):
        a_ticket(actor=user)
    done = a_ticket(actor=user)
    change_state(ticket=done, state="done", actor=person(Role.CLERK), seen_version=1)
    a_ticket(account_no="200")
    assert "2 tickets are being handled." in owner.get(URL).content.decode()
