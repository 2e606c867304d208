"""The schedule by address, without signing in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from selfservice.exchange.models import Feed
from selfservice.exchange.permission import loader_writes
from selfservice.exchange.tests.factories import (
    AreaFactory,
    CollectionFactory,
    FeedFactory,
    ServicePointFactory,
    StreetFactory,
)
from selfservice.zones.portal.tests.test_pages import switch_off

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
URL, CALENDAR = "/en/harmonogram/", "/en/harmonogram/kalendarz.ics"
HERE = {"street": "Lipowa", "number": "12"}


@pytest.fixture(autouse=True)
def town() -> Iterator[None]:
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False):
        FeedFactory()
        area = AreaFactory(area_code="A")
        StreetFactory(street="ul. Lipowa", area=area)
        CollectionFactory(collection_id="W1", area=area, on_date=date(2026, 12, 1), fraction="papier")
        point = ServicePointFactory(area=area)
        CollectionFactory(area=None, point=point, on_date=date(2026, 12, 2), fraction="gabaryty Kowalskich")
        yield


def test_anybody_sees_the_collections_of_a_street_but_none_of_a_single_point(client: Client) -> None:
    page = client.get(URL, HERE).content.decode()
    assert "papier" in page and "Kowalskich" not in page
    assert "December 2026" in client.get(URL, {**HERE, "month": "2026-12"}).content.decode()


def test_an_unknown_address_and_a_wrong_number_are_explained(client: Client) -> None:
    assert "We do not know this address" in client.get(URL, {"street": "Nieznana"}).content.decode()
    assert (
        "A building number starts with a digit" in client.get(URL, {**HERE, "number": "x"}).content.decode()
    )
    assert client.get(CALENDAR, {"street": "Nieznana"}).status_code == 404


def test_the_calendar_keeps_the_id_of_a_visit_that_moves(client: Client) -> None:
    def uid() -> str:
        lines = client.get(CALENDAR, HERE).content.decode().splitlines()
        return next(line for line in lines if line.startswith("UID:"))

    before = uid()
    with loader_writes():
        from selfservice.exchange.models import Collection

        Collection.objects.filter(pk="W1").update(on_date=date(2026, 12, 3))
    assert uid() == before


def test_without_data_it_says_so(client: Client) -> None:
    with loader_writes():
        Feed.objects.all().delete()
    assert client.get(URL, HERE).status_code == 503
    assert client.get(CALENDAR, HERE).status_code == 503


def test_switched_off_it_is_gone(client: Client) -> None:
    switch_off("schedule")
    assert {client.get(url, HERE).status_code for url in (URL, CALENDAR)} == {404}
