"""The list of invoices by keyset: complete, in order, and equally cheap at any depth."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from ebok.core.keyset import Cursor
from selfservice.access.tests.factories import AccessFactory
from selfservice.billing import queries
from selfservice.billing.queries import InvoiceFilter, invoice_page, invoice_years
from selfservice.exchange.tests.factories import AccountFactory, InvoiceFactory

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
DAY = date(2026, 11, 21)
ALL = InvoiceFilter()


@pytest.fixture
def access():
    AccountFactory(account_no="100245")
    return AccessFactory.build(user=None, account_no="100245")


def walk(access, *, wanted: InvoiceFilter = ALL, backwards: bool = False) -> list[str]:
    """All numbers, page by page, from the newest page on (or from the last one back)."""
    page = invoice_page(access=access, wanted=wanted, on=DAY)
    pages = [page]
    while page.older:
        page = invoice_page(access=access, wanted=wanted, on=DAY, after=page.older)
        pages.append(page)
    if backwards:
        pages = [page]
        while page.newer:
            page = invoice_page(access=access, wanted=wanted, on=DAY, before=page.newer)
            pages.insert(0, page)
    return [row.invoice_no for page in pages for row in page.rows]


@pytest.mark.few(4)
@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("number", [0, 1, 19, 20, 21, 40, 41, 65])
def test_walking_the_pages_shows_every_invoice_once_newest_first(
    access, number: int, backwards: bool
) -> None:
    # Days repeat and numbers do not follow them, so ties are parted by number alone.
    for index in range(number):
        InvoiceFactory(
            account_id="100245",
            invoice_no=f"FV/{(index * 7) % 67:03}",
            issued_on=DAY - timedelta(days=index // 9),
        )
    expected = sorted(
        ((DAY - timedelta(days=index // 9), f"FV/{(index * 7) % 67:03}") for index in range(number)),
        reverse=True,
    )
    assert walk(access, backwards=backwards) == [number for _day, number in expected]


def test_an_invoice_that_arrives_meanwhile_shifts_no_page(access) -> None:
    InvoiceFactory.create_batch(25, account_id="100245", issued_on=date(2026, 10, 1))
    first = invoice_page(access=access, wanted=ALL, on=DAY)
    InvoiceFactory(account_id="100245", invoice_no="NEW", issued_on=DAY)
    second = invoice_page(access=access, wanted=ALL, on=DAY, after=first.older)
    shown = [row.invoice_no for row in [*first.rows, *second.rows]]
    assert len(shown) == len(set(shown)) == 25


def test_no_page_counts_or_skips_rows(access) -> None:
    InvoiceFactory.create_batch(60, account_id="100245")
    page = invoice_page(access=access, wanted=ALL, on=DAY)
    with CaptureQueriesContext(connections["exchange"]) as captured:
        invoice_page(access=access, wanted=ALL, on=DAY, after=page.older)
    assert len(captured) == 1
    assert "OFFSET" not in captured[0]["sql"] and "COUNT(" not in captured[0]["sql"]


@pytest.mark.parametrize("order", [queries.NEWEST_FIRST, queries.OLDEST_FIRST])
def test_a_page_is_read_along_the_index(access, order) -> None:
    place = Cursor(day=DAY, key="FV/1")
    rows = queries.scoped(queries.Invoice, access=access).filter(queries.BY_ISSUE.before(place))
    plan = rows.order_by(*order)[:21].explain()
    assert "invoices_of_account" in plan and "TEMP B-TREE" not in plan


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (InvoiceFilter(kind="correction"), {"KOR/1"}),
        (InvoiceFilter(state="open"), {"DUE/1", "LATE/1"}),
        (InvoiceFilter(state="overdue"), {"LATE/1"}),
        (InvoiceFilter(state="paid"), {"KOR/1", "PAID/1"}),
        (InvoiceFilter(year=2025), {"PAID/1"}),
        (InvoiceFilter(number="late"), {"LATE/1"}),
        (InvoiceFilter(number="%"), set()),
        (InvoiceFilter(state="open", number="/1", year=2026), {"DUE/1", "LATE/1"}),
    ],
)
def test_filters(access, wanted: InvoiceFilter, numbers: set[str]) -> None:
    InvoiceFactory(account_id="100245", invoice_no="DUE/1", due_on=DAY)
    InvoiceFactory(account_id="100245", invoice_no="LATE/1", due_on=DAY - timedelta(days=1))
    InvoiceFactory(account_id="100245", invoice_no="PAID/1", paid=True, issued_on=date(2025, 12, 31))
    InvoiceFactory(
        account_id="100245", invoice_no="KOR/1", kind="correction", gross=Decimal(-5), open_amount=Decimal(-5)
    )
    InvoiceFactory(
        account_id="100245",
        invoice_no="WZ_1",
        kind="demand",
        open_amount=Decimal(0),
        issued_on=date(2024, 1, 1),
    )
    InvoiceFactory(invoice_no="SOMEBODY/1", due_on=DAY)
    assert set(walk(access, wanted=wanted)) == numbers


def test_years_run_from_the_last_invoice_to_the_first(access) -> None:
    assert invoice_years(access=access) == []
    for year in (2026, 2023, 2024):
        InvoiceFactory(account_id="100245", issued_on=date(year, 3, 1))
    assert invoice_years(access=access) == [2026, 2025, 2024, 2023]


@pytest.mark.long
@given(
    day=st.dates(),
    number=st.text(min_size=1, max_size=64).filter(lambda text: "\x00" not in text),
)
def test_a_place_survives_the_address_bar(day: date, number: str) -> None:
    place = Cursor(day=day, key=number)
    assert Cursor.parse(str(place)) == place


@pytest.mark.parametrize(
    "text", ["", "x", "2026-11-05", "2026-11-05_", "2026-13-01_A", "_A", "2026-11-05_\x00"]
)
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Cursor.parse(text)
