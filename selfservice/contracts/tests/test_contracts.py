"""Contracts with annexes, letters with windows, places of supply."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from selfservice.access.tests.factories import AccessFactory
from selfservice.contracts.points import supplied_places
from selfservice.contracts.queries import contracts_of, find_letter, letters_of
from selfservice.exchange.tests.factories import (
    AccountFactory,
    AreaFactory,
    ContractFactory,
    LetterFactory,
    ServicePointFactory,
)

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
MINE = {"account_id": "100245"}


@pytest.fixture
def access():
    AccountFactory(account_no="100245")
    return AccessFactory.build(user=None, account_no="100245")


def tree(access) -> list[tuple[str, list[str]]]:
    return [
        (each.contract.contract_no, [annex.contract_no for annex in each.annexes])
        for each in contracts_of(access=access)
    ]


def test_annexes_stand_below_their_contract_in_the_order_of_signing(access) -> None:
    ContractFactory(contract_no="U/1", signed_on=date(2020, 1, 1), **MINE)
    ContractFactory(contract_no="U/2", signed_on=date(2022, 1, 1), **MINE)
    ContractFactory(contract_no="A/2", kind="annex", parent_id="U/1", signed_on=date(2024, 1, 1), **MINE)
    ContractFactory(contract_no="A/1", kind="annex", parent_id="U/1", signed_on=date(2021, 1, 1), **MINE)
    ContractFactory(contract_no="A/3", kind="annex", parent_id="A/2", signed_on=date(2025, 1, 1), **MINE)
    assert tree(access) == [("U/2", []), ("U/1", ["A/1", "A/2", "A/3"])]


def test_an_annex_whose_contract_was_not_shared_does_not_vanish(access) -> None:
    ContractFactory(contract_no="A/1", kind="annex", parent_id="GONE", **MINE)
    assert tree(access) == [("A/1", [])]


def test_annexes_that_name_each_other_do_not_vanish_either(access) -> None:
    ContractFactory(contract_no="A/1", kind="annex", parent_id="A/2", **MINE)
    ContractFactory(contract_no="A/2", kind="annex", parent_id="A/1", **MINE)
    ContractFactory(contract_no="A/3", kind="annex", parent_id="A/1", **MINE)
    assert {number for head, annexes in tree(access) for number in [head, *annexes]} == {"A/1", "A/2", "A/3"}


def test_a_tree_is_one_query(access) -> None:
    ContractFactory.create_batch(12, **MINE)
    with CaptureQueriesContext(connections["exchange"]) as captured:
        contracts_of(access=access)
    assert len(captured) == 1


@pytest.mark.parametrize(
    ("opens", "closes", "visible"),
    [(None, None, True), (-1, 1, True), (1, None, False), (None, -1, False), (0, 1, True), (-1, 0, False)],
)
def test_a_letter_is_there_only_inside_its_window(
    access, opens: int | None, closes: int | None, visible: bool
) -> None:
    now = timezone.now()
    window = [None if hours is None else now + timedelta(hours=hours) for hours in (opens, closes)]
    LetterFactory(document_no="D/1", available_from=window[0], available_to=window[1], **MINE)
    assert bool(letters_of(access=access, at=now)) == visible
    assert bool(find_letter(access=access, document_no="D/1", at=now)) == visible


def test_places_of_supply_know_the_areas_around_theirs(access) -> None:
    town = AreaFactory(area_code="TOWN")
    district = AreaFactory(area_code="EAST", parent=town)
    ServicePointFactory(area=AreaFactory(area_code="EAST-1", parent=district), **MINE)
    ServicePointFactory(area=AreaFactory(area_code="LEFT"), active_to=date(2025, 1, 1), **MINE)
    ServicePointFactory(area=AreaFactory(area_code="FOREIGN"))
    with CaptureQueriesContext(connections["exchange"]) as captured:
        places = supplied_places(access=access, on=date(2026, 11, 21))
    assert len(captured) == 1
    assert places.area_codes == {"EAST-1", "EAST", "TOWN"}
    assert places.addresses == {("Zielona Dolina", "ul. Lipowa", "12")}
