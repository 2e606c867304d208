"""The history: every event once, newest first, at a constant cost, and nothing of others."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ebok.core.keyset import Cursor
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import (
    AccountFactory,
    FeedFactory,
    InvoiceFactory,
    LedgerEntryFactory,
    LetterFactory,
    MeterFactory,
    ReadingFactory,
    ServicePointFactory,
)
from selfservice.tickets.models import Category, Ticket
from selfservice.zones.portal.history.merging import Bound, Event, merged
from selfservice.zones.portal.tests.test_pages import switch_off

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
URL = "/en/portal/accounts/100245/history/"
DAY = date(2026, 11, 1)


@pytest.fixture
def owner(client: Client) -> Client:
    AccountFactory(account_no="100245")
    FeedFactory()
    client.force_login(AccessFactory(account_no="100245").user)
    return client


def fill(times: int) -> int:
    """Events of every kind on few days, so that days hold more than a page; returns how many."""
    meter = MeterFactory(point=ServicePointFactory(account_id="100245"))
    category, _new = Category.objects.get_or_create(
        code="question", defaults={"title_pl": "Pytanie", "title_en": "Question"}
    )
    for turn in range(times):
        day = DAY - timedelta(days=turn // 15)
        InvoiceFactory(account_id="100245", issued_on=day)
        LedgerEntryFactory(account_id="100245", kind="payment", amount=Decimal(-1), booked_on=day)
        ReadingFactory(installation=meter, read_on=day)
        LetterFactory(account_id="100245", issued_on=day)
        now = timezone.now()
        Ticket.objects.create(
            signature=f"S{turn}", request_key=f"{turn}", category=category, subject=f"Sprawa {turn}",
            account_no="100245", created_at=now, changed_at=now,
        )  # fmt: skip
    InvoiceFactory(invoice_no="FOREIGN/1", issued_on=DAY)
    return times * 5


def walk(owner: Client, query: str = "") -> list[str]:
    seen, url = [], f"{URL}{query}"
    while url:
        page = owner.get(url).content.decode()
        seen += re.findall(r'<p class="strong"><a href="[^"]*">([^<]*)</a>', page)
        older = re.search(r'rel="next" href="([^"]*)"', page)
        url = f"{URL}{older[1].replace('&amp;', '&')}" if older else ""
    return seen


@pytest.mark.long
def test_walking_shows_every_event_once_and_nothing_of_others(owner: Client) -> None:
    count = fill(32)
    seen = walk(owner)
    assert len(seen) == count
    assert len({title for title in seen if title.startswith("Ticket")}) == 32
    assert "FOREIGN" not in " ".join(seen)


def test_a_kind_can_be_chosen(owner: Client) -> None:
    fill(3)
    assert len(walk(owner, "?kind=payments")) == 3
    assert owner.get(URL, {"kind": "other"}).status_code == 404


@pytest.mark.parametrize(
    "place", ["x", "2026-11-01_x", "2026-11-01_9x:1", "2026-11-01_4:x", "2026-11-01_4:1|x"]
)
def test_a_place_that_is_none_is_not_found(owner: Client, place: str) -> None:
    assert owner.get(URL, {"after": place}).status_code == 404


@pytest.mark.long
def test_a_long_history_costs_as_many_queries_as_a_short_one(owner: Client) -> None:
    def cost() -> int:
        owner.get(URL)
        with (
            CaptureQueriesContext(connections["default"]) as own,
            CaptureQueriesContext(connections["exchange"]) as shared,
        ):
            owner.get(URL)
        return len(own) + len(shared)

    few = cost()
    InvoiceFactory.create_batch(150, account_id="100245")
    LedgerEntryFactory.create_batch(150, account_id="100245", kind="payment")
    assert cost() == few <= 14


def test_a_delegate_sees_no_requests_to_change_the_owners_data(client: Client) -> None:
    AccountFactory(account_no="100245")
    FeedFactory()
    client.force_login(AccessFactory(account_no="100245", delegate=True).user)
    assert "kind=changes" not in client.get(URL).content.decode()
    assert client.get(URL, {"kind": "changes"}).status_code == 404


def test_a_module_switched_off_leaves_the_history(owner: Client) -> None:
    fill(1)
    switch_off("tickets")
    assert not any(title.startswith("Ticket") for title in walk(owner))
    assert owner.get(URL, {"kind": "tickets"}).status_code == 404


events = st.builds(
    Event,
    day=st.dates(DAY, DAY + timedelta(days=3)),
    rank=st.integers(0, 2),
    key=st.integers(0, 99999).map(str),
    title=st.just("x"),
)


@pytest.mark.long
@given(st.lists(events, unique_by=lambda event: event.place, max_size=40), st.integers(1, 7))
def test_merging_is_sorting_cut_into_pages(every: list[Event], size: int) -> None:
    def source(rank: int):
        def ask(bound: Bound | None, most: int) -> list[Event]:
            mine = [
                event
                for event in every
                if event.rank == rank and (bound is None or (event.day, event.key) < (bound.day, bound.key))
            ]
            return sorted(mine, key=lambda event: event.place, reverse=True)[:most]

        return ask

    seen: list[Event] = []
    after: Cursor | None = None
    while True:
        page = merged({rank: source(rank) for rank in range(3)}, after=after, size=size)
        seen += page.events
        if not page.older:
            break
        after = Cursor.parse(page.older)
    assert seen == sorted(every, key=lambda event: event.place, reverse=True)
