"""Lists of letters, contracts and service points by keyset: complete, in order, cheap at any depth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from selfservice.access.tests.factories import AccessFactory
from selfservice.contracts.points import point_page
from selfservice.contracts.queries import contract_page, letter_page
from selfservice.exchange.tests.factories import (
    AccountFactory,
    ContractFactory,
    LetterFactory,
    ServicePointFactory,
)

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
DAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINE = {"account_id": "100245"}
NUMBERS = [0, 1, 19, 20, 21, 40, 41, 65]


@pytest.fixture
def access():
    AccountFactory(account_no="100245")
    return AccessFactory.build(user=None, account_no="100245")


def walk(page_at: Callable[..., Any], *, backwards: bool) -> list[Any]:
    """All rows, page by page, from the newest page on (or from the last one back)."""
    page = page_at()
    pages = [page]
    while page.older:
        page = page_at(after=page.older)
        pages.append(page)
    if backwards:
        pages = [page]
        while page.newer:
            page = page_at(before=page.newer)
            pages.insert(0, page)
    assert all(len(page.rows) <= 20 for page in pages)
    return [row for page in pages for row in page.rows]


def day_and_number(index: int) -> tuple[date, str]:
    """Days repeat and numbers do not follow them, so ties are parted by number alone."""
    return DAY - timedelta(days=index // 9), f"N/{(index * 7) % 67:03}"


def in_order(number: int) -> list[str]:
    return [key for _day, key in sorted(map(day_and_number, range(number)), reverse=True)]


@pytest.mark.few(4)
@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("number", NUMBERS)
def test_walking_the_pages_shows_every_letter_once_newest_first(access, number: int, backwards: bool) -> None:
    for index in range(number):
        day, document_no = day_and_number(index)
        LetterFactory(document_no=document_no, issued_on=day, **MINE)
    rows = walk(lambda **place: letter_page(access=access, at=NOW, **place), backwards=backwards)
    assert [letter.document_no for letter in rows] == in_order(number)


@pytest.mark.parametrize("backwards", [False, True])
def test_letters_without_a_day_of_issue_are_on_one_page_each_and_stand_last(access, backwards: bool) -> None:
    LetterFactory.create_batch(15, issued_on=DAY, **MINE)
    shown_from = [
        LetterFactory(issued_on=None, available_from=NOW - timedelta(days=days), **MINE) for days in (40, 50)
    ]
    without = LetterFactory.create_batch(30, issued_on=None, **MINE)
    rows = walk(lambda **place: letter_page(access=access, at=NOW, **place), backwards=backwards)
    assert rows[15:] == [*shown_from, *without[::-1]]
    assert len(set(rows)) == len(rows) == 47


@pytest.mark.few(2)
@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("number", NUMBERS)
def test_walking_the_pages_shows_every_contract_once_with_its_annexes(
    access, number: int, backwards: bool
) -> None:
    for index in range(number):
        day, contract_no = day_and_number(index)
        ContractFactory(contract_no=contract_no, signed_on=day, **MINE)
        for annex in range(index % 3):
            ContractFactory(
                contract_no=f"{contract_no}/{annex}", kind="annex", parent_id=contract_no, **MINE,
                signed_on=DAY + timedelta(days=annex),
            )  # fmt: skip
    rows = walk(lambda **place: contract_page(access=access, **place), backwards=backwards)
    assert [tree.contract.contract_no for tree in rows] == in_order(number)
    for tree in rows:
        assert all(annex.parent_id == tree.contract.contract_no for annex in tree.annexes)
    assert sum(len(tree.annexes) for tree in rows) == sum(index % 3 for index in range(number))


def test_contracts_without_a_day_of_signature_stand_last(access) -> None:
    undated = ContractFactory.create_batch(25, signed_on=None, **MINE)
    dated = ContractFactory(signed_on=date(1990, 1, 1), **MINE)
    rows = walk(lambda **place: contract_page(access=access, **place), backwards=False)
    assert [tree.contract for tree in rows] == [dated, *undated[::-1]]


def test_a_contract_that_arrives_meanwhile_shifts_no_page(access) -> None:
    ContractFactory.create_batch(25, **MINE)
    first = contract_page(access=access)
    ContractFactory(signed_on=DAY, **MINE)
    second = contract_page(access=access, after=first.older)
    shown = [tree.contract.contract_no for tree in [*first.rows, *second.rows]]
    assert len(shown) == len(set(shown)) == 25


@pytest.mark.few(4)
@pytest.mark.parametrize("number", NUMBERS)
def test_walking_the_pages_shows_every_service_point_once_by_number(access, number: int) -> None:
    for index in range(number):
        ServicePointFactory(point_no=day_and_number(index)[1], **MINE)
    ServicePointFactory(point_no="N/FOREIGN")
    page = point_page(access=access)
    rows = page.rows
    while page.next:
        page = point_page(access=access, after=page.next)
        rows = [*rows, *page.rows]
    assert [point.point_no for point in rows] == sorted(in_order(number))


@pytest.mark.few(1)
@pytest.mark.parametrize(
    "page_at",
    [
        lambda access, place: letter_page(access=access, at=NOW, after=place),
        lambda access, place: contract_page(access=access, after=place),
        lambda access, place: point_page(access=access, after=place or ""),
    ],
)
def test_any_page_is_one_query_that_skips_and_counts_no_rows(access, page_at) -> None:
    for factory in (LetterFactory, ContractFactory, ServicePointFactory):
        factory.create_batch(60, **MINE)
    place = None
    for _page in range(3):
        with CaptureQueriesContext(connections["exchange"]) as captured:
            page = page_at(access, place)
        assert len(page.rows) == 20
        assert len(captured) == 1
        assert "OFFSET" not in captured[0]["sql"] and "COUNT(" not in captured[0]["sql"]
        place = page.next if hasattr(page, "next") else page.older
