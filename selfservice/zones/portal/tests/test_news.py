"""What is new on the first page: each kind of thing that the office did, and nothing that the reader did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from cms_pages.models import OfficeSettings
from cms_pages.tests.factories import make_town, outage, settle
from selfservice.access.models import AccountAccess
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.models import Meter
from selfservice.exchange.tests import factories as exchange
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import person
from selfservice.messaging.tests.factories import MessageFactory
from selfservice.metering.tests.factories import SubmissionFactory
from selfservice.tickets.models import Ticket
from selfservice.tickets.services import answer, assign, note, write
from selfservice.tickets.tests.factories import a_ticket
from selfservice.zones.portal.tests.test_dashboard import count, queries_of_both_databases

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
URL = "/en/portal/accounts/100245/"
BEFORE, LAST_VISIT = "2026-11-05T10:00:00+01:00", "2026-11-10T10:00:00+01:00"
AFTER, NOW = "2026-11-12T10:00:00+01:00", "2026-11-21T10:00:00+01:00"
HEADING = "New since your last visit"


@pytest.fixture
def access(client: Client) -> AccountAccess:
    """An owner with a ticket and a meter, who was here on 10 November and not since."""
    with time_machine.travel(BEFORE, tick=False):
        account = exchange.AccountFactory(account_no="100245")
        exchange.FeedFactory()
        exchange.MeterFactory(point=exchange.ServicePointFactory(account=account))
        made: AccountAccess = AccessFactory.create(account_no="100245")
        a_ticket(actor=made.user)
    with time_machine.travel(LAST_VISIT, tick=False):
        client.force_login(made.user)
    return made


def first_page(client: Client, access: AccountAccess) -> str:
    """As the reader sees it on 21 November."""
    with time_machine.travel(NOW, tick=False):
        client.force_login(access.user)
        return client.get(URL).content.decode()


def office_answers(access: AccountAccess) -> None:
    ticket = Ticket.objects.get()
    answer(ticket=ticket, text="We are coming.", actor=person(Role.CLERK), seen_version=ticket.version)


def own_case_answered(access: AccountAccess) -> None:
    own = a_ticket(actor=access.user, account_no="")
    answer(ticket=own, text="Yes.", actor=person(Role.CLERK), seen_version=1)


def payment(access: AccountAccess, kind: str = "payment") -> None:
    exchange.LedgerEntryFactory(account_id="100245", kind=kind, booked_on=timezone.localdate())


def letter(access: AccountAccess, **facts: Any) -> None:
    exchange.LetterFactory(account_id="100245", **{"issued_on": timezone.localdate(), **facts})


def released_letter(access: AccountAccess) -> None:
    letter(access, issued_on=date(2026, 10, 1), available_from=timezone.now())


def booked_reading(access: AccountAccess) -> None:
    exchange.ReadingFactory(installation=Meter.objects.get(), booked_on=timezone.localdate())


def rejected_reading(access: AccountAccess, state: str = "rejected") -> None:
    SubmissionFactory(state=state, reason="Wrong meter.", checked_at=timezone.now())


def message(access: AccountAccess, **facts: Any) -> None:
    MessageFactory(user=access.user, created_at=timezone.now(), **facts)


def announcement(access: AccountAccess) -> None:
    town = make_town()
    outage(town, english=True, title="Burst pipe", expected_end_at=datetime(2027, 1, 1, tzinfo=UTC))
    settle()


KINDS: dict[str, tuple[Callable[[AccountAccess], None], str]] = {
    "answer": (office_answers, "Something changed in your tickets"),
    "answer in an own case": (own_case_answered, "Something changed in your tickets"),
    "payment": (payment, "A payment was booked"),
    "letter": (letter, "A new letter"),
    "letter released": (released_letter, "A new letter"),
    "booked reading": (booked_reading, "A reading was booked"),
    "rejected reading": (rejected_reading, "A reading was rejected"),
    "message": (message, "New messages"),
    "announcement": (announcement, "Burst pipe"),
}


def news_of(page: str) -> str:
    """The part of the page that tells what is new; "" without any."""
    return page.partition('<h2 id="news">')[2].partition("</section>")[0]


@pytest.mark.few(2)
@pytest.mark.parametrize("kind", KINDS)
def test_each_thing_that_came_since_the_last_visit_is_told(
    client: Client, access: AccountAccess, kind: str
) -> None:
    happen, words = KINDS[kind]
    with time_machine.travel(AFTER, tick=False):
        happen(access)
    page = news_of(first_page(client, access))
    assert words in page and page.count("<li>") == 1


@pytest.mark.few(2)
@pytest.mark.parametrize("kind", KINDS)
def test_what_came_before_the_last_visit_is_not_new(client: Client, access: AccountAccess, kind: str) -> None:
    with time_machine.travel(BEFORE, tick=False):
        KINDS[kind][0](access)
    assert HEADING not in first_page(client, access)


def own_reply(access: AccountAccess) -> None:
    write(ticket=Ticket.objects.get(), text="Still nothing.", actor=access.user)


def internal_work(access: AccountAccess) -> None:
    clerk, ticket = person(Role.CLERK), Ticket.objects.get()
    note(ticket=ticket, text="Not for customers.", actor=clerk)
    assign(ticket=ticket, assignee=clerk, actor=clerk, seen_version=ticket.version + 1)


NO_NEWS: dict[str, Callable[[AccountAccess], None]] = {
    "own reply": own_reply,
    "own ticket": lambda access: a_ticket(actor=access.user) and None,
    "internal work": internal_work,
    "charge": lambda access: payment(access, kind="charge"),
    "accepted reading": lambda access: rejected_reading(access, state="checked"),
    "read message": lambda access: message(access, read_at=timezone.now()),
    "message of another account": lambda access: message(access, account_no="200"),
    "letter of later": lambda access: letter(access, available_from=datetime(2027, 1, 1, tzinfo=UTC)),
}


@pytest.mark.few(2)
@pytest.mark.parametrize("kind", NO_NEWS)
def test_what_concerns_nobody_or_was_done_by_the_reader_is_no_news(
    client: Client, access: AccountAccess, kind: str
) -> None:
    with time_machine.travel(AFTER, tick=False):
        NO_NEWS[kind](access)
    assert HEADING not in first_page(client, access)


def test_what_is_new_elsewhere_is_not_told_here(client: Client, access: AccountAccess) -> None:
    other = exchange.AccountFactory(account_no="200")
    with time_machine.travel(AFTER, tick=False):
        exchange.LedgerEntryFactory(account=other, kind="payment", booked_on=timezone.localdate())
        exchange.LetterFactory(account=other, issued_on=timezone.localdate())
        exchange.ReadingFactory(booked_on=timezone.localdate())
        SubmissionFactory(account_no="200", state="rejected", reason="x", checked_at=timezone.now())
        answer(ticket=a_ticket(account_no="200"), text="x", actor=person(Role.CLERK), seen_version=1)
    assert HEADING not in first_page(client, access)


@pytest.fixture
def everything(access: AccountAccess) -> Iterator[AccountAccess]:
    with time_machine.travel(AFTER, tick=False):
        for kind, (happen, _words) in KINDS.items():
            if kind != "answer in an own case":
                happen(access)
        exchange.InvoiceFactory(account_id="100245", issued_on=timezone.localdate())
    yield access


@pytest.mark.long
def test_all_news_together_cost_no_query_of_their_own(client: Client, everything: AccountAccess) -> None:
    first_page(client, everything)
    with time_machine.travel(NOW, tick=False), queries_of_both_databases() as captured:
        client.get(URL)
    assert count(captured) <= 8, [query["sql"] for capture in captured for query in capture]


@pytest.mark.long
def test_modules_that_are_switched_off_bring_no_news(client: Client, everything: AccountAccess) -> None:
    office, _made = OfficeSettings.objects.get_or_create(site=Site.objects.get(is_default_site=True))
    for module in ("invoices", "documents", "readings", "tickets"):
        setattr(office, f"module_{module}", False)
    office.save()
    settle()
    page = news_of(first_page(client, everything))
    assert "New messages" in page and "Burst pipe" in page and page.count("<li>") == 2
