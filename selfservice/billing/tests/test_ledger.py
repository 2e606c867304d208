"""The ledger: the running balance is right on every page, with every filter, at any depth."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfservice.access.tests.factories import AccessFactory
from selfservice.billing import ledger
from selfservice.billing.ledger import LedgerFilter, ledger_lines, ledger_page
from selfservice.exchange.models import LedgerEntry
from selfservice.exchange.permission import loader_writes
from selfservice.exchange.tests.factories import AccountFactory, LedgerEntryFactory

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
DAY = date(2026, 1, 1)
TITLES = ["Faktura", "Wpłata", "Odsetki"]

amounts = st.decimals(min_value="-99999.99", max_value="99999.99", places=2)
booked = st.tuples(st.integers(0, 40), amounts, st.sampled_from(TITLES))


@pytest.fixture
def access():
    AccountFactory(account_no="100245")
    return AccessFactory.build(user=None, account_no="100245")


def book(entries: list[tuple[int, Decimal, str]]) -> list[LedgerEntry]:
    """Entries as (days after the first, amount, title); numbers do not follow days."""
    rows = [
        LedgerEntry(
            entry_no=f"K{(index * 37) % 101:03}-{index}",
            account_id="100245",
            booked_on=DAY + timedelta(days=days),
            kind="charge",
            amount=amount,
            title=title,
        )
        for index, (days, amount, title) in enumerate(entries)
    ]
    with loader_writes():
        LedgerEntry.objects.all().delete()
        LedgerEntry.objects.bulk_create(rows)
    return rows


def oracle(rows: list[LedgerEntry], *, opening: Decimal) -> dict[str, Decimal]:
    """The balance after each entry, counted the other way: upwards from the oldest, in whole grosze."""
    ordered = sorted(rows, key=lambda row: (row.booked_on, row.entry_no))
    running = accumulate(int(row.amount * 100) for row in ordered)
    return {
        row.entry_no: opening + Decimal(grosze) / 100 for row, grosze in zip(ordered, running, strict=True)
    }


def walk(access, *, balance: Decimal, wanted: LedgerFilter | None = None, backwards: bool = False):
    page = ledger_page(access=access, balance=balance, wanted=wanted)
    pages = [page]
    while page.older:
        page = ledger_page(access=access, balance=balance, wanted=wanted, after=page.older)
        pages.append(page)
    if backwards:
        pages = [page]
        while page.newer:
            page = ledger_page(access=access, balance=balance, wanted=wanted, before=page.newer)
            pages.append(page)
    return pages


def balances(pages) -> dict[str, Decimal]:
    return {line.entry.entry_no: line.balance for page in pages for line in page.lines}


@pytest.mark.long
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=st.lists(booked, min_size=1, max_size=55), opening=amounts, backwards=st.booleans())
def test_every_page_shows_the_balance_that_adding_up_from_the_oldest_gives(
    access, entries, opening: Decimal, backwards: bool
) -> None:
    rows = book(entries)
    balance = opening + sum(row.amount for row in rows)
    pages = walk(access, balance=balance, backwards=backwards)
    assert balances(pages) == oracle(rows, opening=opening)
    last = pages[0] if backwards else pages[-1]
    assert last.brought_forward == opening


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=st.lists(booked, min_size=1, max_size=55), title=st.sampled_from(TITLES))
def test_a_search_leaves_lines_out_and_never_changes_a_balance(access, entries, title: str) -> None:
    rows = book(entries)
    balance = sum((row.amount for row in rows), Decimal(0))
    expected = oracle(rows, opening=Decimal(0))
    found = balances(walk(access, balance=balance, wanted=LedgerFilter(text=title.lower())))
    assert found == {row.entry_no: expected[row.entry_no] for row in rows if row.title == title}


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=st.lists(booked, max_size=55))
def test_the_file_and_the_pages_agree(access, entries) -> None:
    rows = book(entries)
    balance = sum((row.amount for row in rows), Decimal(0))
    lines = ledger_lines(access=access, balance=balance)
    assert {line.entry.entry_no: line.balance for line in lines} == balances(walk(access, balance=balance))


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (LedgerFilter(text="odsetki"), {"K3"}),
        (LedgerFilter(text="fv/11"), {"K1", "K2"}),
        (LedgerFilter(text="k2"), {"K2"}),
        (LedgerFilter(amount=Decimal("187.45")), {"K1", "K2"}),
        (LedgerFilter(kind="payment"), {"K2"}),
        (LedgerFilter(since=date(2026, 11, 10)), {"K2", "K3"}),
        (LedgerFilter(until=date(2026, 11, 10)), {"K1", "K2"}),
        (LedgerFilter(text="%"), set()),
    ],
)
def test_filters(access, wanted: LedgerFilter, numbers: set[str]) -> None:
    facts = {"account_id": "100245", "invoice_no": "FV/11"}
    LedgerEntryFactory(entry_no="K1", booked_on=date(2026, 11, 5), **facts)
    LedgerEntryFactory(
        entry_no="K2", kind="payment", amount=Decimal("-187.45"), booked_on=date(2026, 11, 10), **facts
    )
    LedgerEntryFactory(
        entry_no="K3",
        account_id="100245",
        amount=Decimal("1.20"),
        title="Odsetki",
        booked_on=date(2026, 11, 12),
    )
    LedgerEntryFactory(entry_no="FOREIGN", invoice_no="FV/11")
    assert set(balances(walk(access, balance=Decimal("1.20"), wanted=wanted))) == numbers


@pytest.mark.parametrize(("wanted", "most"), [(None, 2), (LedgerFilter(text="Faktura"), 2)])
def test_a_page_costs_two_queries_at_most_at_any_depth(access, wanted, most: int) -> None:
    LedgerEntryFactory.create_batch(65, account_id="100245")
    page = ledger_page(access=access, balance=Decimal(0), wanted=wanted)
    for _depth in range(2):
        with CaptureQueriesContext(connections["exchange"]) as captured:
            page = ledger_page(access=access, balance=Decimal(0), wanted=wanted, after=page.older)
        assert len(captured) <= most
        assert not any("OFFSET" in query["sql"] for query in captured)


def test_the_first_page_reads_its_own_rows_alone(access) -> None:
    LedgerEntryFactory.create_batch(65, account_id="100245")
    with CaptureQueriesContext(connections["exchange"]) as captured:
        ledger_page(access=access, balance=Decimal(0))
    assert len(captured) == 1


def test_a_page_is_read_along_the_index(access) -> None:
    place = ledger.Cursor(day=DAY, key="K1")
    rows = ledger.scoped(LedgerEntry, access=access).filter(ledger.BY_BOOKING.before(place))
    plan = rows.order_by(*ledger.BY_BOOKING.newest_first)[:21].explain()
    assert "ledger_of_account" in plan and "TEMP B-TREE" not in plan
