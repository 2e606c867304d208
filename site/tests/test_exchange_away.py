"""The exchange does not answer, or answers with figures of last week: every page says so and none breaks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from access_matrix.expecting import NO_METHOD, TAKEN
from access_matrix.town import MATRIX, Town
from django.db import OperationalError, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from filling import proved_people

from selfservice.access.feeds.models import FeedKind
from selfservice.access.feeds.services import make_link, make_token
from selfservice.access.models import AccountAccess
from selfservice.exchange.models import Feed
from selfservice.exchange.permission import loader_writes
from selfservice.tickets.models import Category, Ticket

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
SECRET = "host=10.0.0.5 password=hunter2"
READERS = ("owner", "administrator", "anonymous")
ENDING = ("account_logout", "devices_end", "devices_end_others", "devices_extend")
# What people must be able to do while the billing system is away: write to us, and end what others may do.
WORKS_WITHOUT = {
    "portal:tickets", "portal:ticket", "portal:ticket_new", "portal:ticket_form", "portal:own_tickets",
    "portal:people", "portal:people_revoke", "portal:people_withdraw", "portal:people_resign",
    "portal:consents", "portal:looks", "portal:calendar_links", "portal:tokens", "portal:my_data",
    "portal:announcements", "guest:start", "guest:form", "guest:track", "staff:start", "staff:tickets",
    "staff:ticket", "staff:security", "account_login", "devices",
}  # fmt: skip


@contextmanager
def exchange_away() -> Iterator[None]:
    """Every statement to the exchange fails as on a server that has gone."""

    def refuse(*_statement: object) -> None:
        raise OperationalError(SECRET)

    with connections["exchange"].execute_wrapper(refuse):
        yield


@pytest.fixture
def readers(town: Town) -> dict[str, Client]:
    return proved_people(town, READERS)


def shown(answer: Any) -> str:
    streams = answer.streaming or not answer.get("Content-Type", "").startswith("text")
    return "" if streams else answer.content.decode()


@pytest.mark.long
@pytest.mark.parametrize("reader", READERS)
def test_without_the_exchange_every_page_says_so_or_works(
    town: Town, readers: dict[str, Client], reader: str
) -> None:
    client, wrong = readers[reader], {}
    for name in MATRIX:
        if name in ENDING or MATRIX[name].post[reader] not in {TAKEN, NO_METHOD}:
            continue
        with exchange_away():
            read, sent = client.get(town.url(name)), client.post(town.url(name))
        # Nothing may look as if it were not there only because its data is away.
        hidden = read.status_code == 404 and client.get(town.url(name)).status_code != 404
        works = name not in WORKS_WITHOUT or read.status_code != 503
        quiet = not any("hunter2" in shown(answer) for answer in (read, sent))
        if hidden or not works or not quiet or 500 in {read.status_code, sent.status_code}:
            wrong[name] = read.status_code, sent.status_code
    assert wrong == {}


@pytest.mark.long
def test_a_page_that_needs_the_exchange_names_the_reason_and_when_to_come_back(
    town: Town, readers: dict[str, Client]
) -> None:
    with exchange_away():
        answer = readers["owner"].get(town.url("portal:invoices"))
    assert answer.status_code == 503 and answer["Retry-After"]
    assert "Holder of" not in answer.content.decode() and "nothing is due" not in answer.content.decode()


def test_an_owner_ends_an_access_while_the_exchange_is_away(town: Town, readers: dict[str, Client]) -> None:
    delegate = AccountAccess.objects.get(user=town.users["delegate"])
    url = town.url("portal:people_revoke", pk=delegate.pk)
    with exchange_away():
        page = readers["owner"].get(town.url("portal:people"))
        answer = readers["owner"].post(url)
    assert "Billing data is not available" in page.content.decode()
    assert answer.status_code == 302
    assert town.clients["delegate"].get(town.url("portal:tickets")).status_code == 404


@pytest.mark.parametrize("where", ["portal:ticket_form", "guest:form", "staff:ticket_form"])
def test_a_ticket_is_taken_while_the_exchange_is_away(
    town: Town, readers: dict[str, Client], where: str
) -> None:
    Category.objects.update(asks_place=False)
    client = readers[{"portal": "owner", "guest": "anonymous", "staff": "administrator"}[where.split(":")[0]]]
    before = Ticket.objects.count()
    with exchange_away():
        page = client.get(town.url(where, code="question"))
        sent = {"token": "a-fresh-one", "subject": "Water", "text": "There is none.", "channel": "phone"}
        who = {"name": "Jan", "email": "jan@example.org", "caller_name": "Jan", "account_no": "100245"}
        answer = client.post(town.url(where, code="question"), {**sent, **who})
    assert page.status_code == 200
    assert answer.status_code in {200, 302}, answer.content.decode()
    assert Ticket.objects.count() == before + 1


def test_programs_are_told_that_billing_data_is_away(town: Town) -> None:
    owner = town.users["owner"]
    program = Client(headers={"Authorization": f"Bearer {make_token(user=owner, name='x')}"})
    own = AccountAccess.objects.get(user=owner)
    link = make_link(user=owner, access=own, kind=FeedKind.DUE_DATES, language="en")
    with exchange_away():
        answers = [
            program.get(reverse(f"portal_api:{name}", args=[] if name == "accounts" else ["100245"]))
            for name in ("accounts", "invoices", "ledger", "readings")
        ]
        calendar = Client().get(reverse("feeds:calendar"), {"key": link})
    assert [answer.status_code for answer in (*answers, calendar)] == [503] * 5
    assert all(answer["Retry-After"] for answer in (*answers, calendar))


@pytest.mark.long
def test_old_figures_are_shown_as_old(town: Town, readers: dict[str, Client]) -> None:
    with loader_writes():
        Feed.objects.update(as_of=timezone.now() - timedelta(days=8))
    pages = {
        name: readers["owner"].get(town.url(name)) for name in MATRIX if "/accounts/100245/" in town.url(name)
    }
    assert not [name for name, page in pages.items() if page.status_code >= 500]
    framed = {name: shown(page) for name, page in pages.items() if "account-bar" in shown(page)}
    assert [name for name, text in framed.items() if "These figures are not up to date" not in text] == []
    assert len(framed) > 25
