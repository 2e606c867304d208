"""The schedule: whose visits, when, moved and called off."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from selfservice.access.tests.factories import AccessFactory
from selfservice.contracts.schedule import areas_at, visits_to_account, visits_to_areas
from selfservice.exchange.tests.factories import (
    AccountFactory,
    AreaFactory,
    CollectionFactory,
    ServicePointFactory,
    StreetFactory,
)

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
SINCE, UNTIL = date(2026, 12, 1), date(2026, 12, 31)


@pytest.fixture
def access():
    AccountFactory(account_no="100245")
    return AccessFactory.build(user=None, account_no="100245")


def visits(access):
    return visits_to_account(access=access, since=SINCE, until=UNTIL)


def test_an_account_sees_its_areas_the_areas_above_and_its_points(access) -> None:
    town = AreaFactory(area_code="TOWN")
    area = AreaFactory(area_code="A", parent=town)
    point = ServicePointFactory(account_id="100245", area=area)
    CollectionFactory(collection_id="AREA", area=area)
    CollectionFactory(collection_id="TOWN", area=town)
    CollectionFactory(collection_id="POINT", area=None, point=point)
    CollectionFactory(collection_id="FOREIGN")
    CollectionFactory(collection_id="FOREIGN-POINT", area=None, point=ServicePointFactory(area=area))
    CollectionFactory(collection_id="LATER", area=area, on_date=date(2027, 1, 1))
    assert {visit.collection.collection_id for visit in visits(access)} == {"AREA", "TOWN", "POINT"}


def test_it_costs_three_queries_whatever_the_number_of_visits(access) -> None:
    point = ServicePointFactory(account_id="100245")
    CollectionFactory.create_batch(60, area=point.area)
    with CaptureQueriesContext(connections["exchange"]) as captured:
        visits(access)
    assert len(captured) == 3


def test_a_visit_called_off_beside_a_new_one_has_moved(access) -> None:
    area = ServicePointFactory(account_id="100245").area
    CollectionFactory(collection_id="OFF", area=area, on_date=date(2026, 12, 25), cancelled=True)
    CollectionFactory(collection_id="NEW", area=area, on_date=date(2026, 12, 28))
    CollectionFactory(collection_id="GLASS", area=area, on_date=date(2026, 12, 24), fraction="szkło")
    CollectionFactory(collection_id="NEXT", area=area, on_date=date(2026, 12, 30))
    found = {visit.collection.collection_id: visit for visit in visits(access)}
    assert found["OFF"].is_off and found["OFF"].moved_to == date(2026, 12, 28)
    assert found["NEW"].moved_from == date(2026, 12, 25)
    assert found["GLASS"].moved_from is None and found["NEXT"].moved_from is None


def test_the_next_regular_visit_replaces_nothing(access) -> None:
    area = ServicePointFactory(account_id="100245").area
    CollectionFactory(collection_id="OFF", area=area, on_date=date(2026, 12, 11), cancelled=True)
    CollectionFactory(collection_id="WEEK", area=area, on_date=date(2026, 12, 18))
    found = {visit.collection.collection_id: visit for visit in visits(access)}
    assert found["OFF"].moved_to is None and found["WEEK"].moved_from is None


@pytest.mark.parametrize(
    ("street", "number", "areas"),
    [
        ("Lipowa", "12", {"EVEN", "TOWN"}),
        ("ul. lipowa", "13A", {"ODD", "TOWN"}),
        ("Lipowa", "14/3", {"EVEN", "TOWN"}),
        ("Lipowa", "99", set()),
        ("Nieznana", "1", set()),
    ],
)
def test_an_address_finds_its_areas_by_number_and_side(street: str, number: str, areas: set[str]) -> None:
    town = AreaFactory(area_code="TOWN")
    for side in ("even", "odd"):
        area = AreaFactory(area_code=side.upper(), parent=town)
        StreetFactory(street="ul. Lipowa", area=area, parity=side, building_from="1", building_to="40")
    assert areas_at(street=street, number=number) == areas


def test_a_visit_to_a_single_point_is_nobody_elses_business() -> None:
    point = ServicePointFactory()
    CollectionFactory(collection_id="POINT", area=None, point=point)
    CollectionFactory(collection_id="AREA", area=point.area)
    found = visits_to_areas(areas={point.area_id}, since=SINCE, until=UNTIL)
    assert [visit.collection.collection_id for visit in found] == ["AREA"]
