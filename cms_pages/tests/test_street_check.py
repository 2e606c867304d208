"""Is there water in my street? The answer, and what is said of a street that nobody knows."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.test import Client

from cms_pages.models import AnnouncementStreet, OutageCheckPage
from cms_pages.tests.factories import Town, add_page, outage
from ebok.core.street_names import StreetsUnknown, street_names

pytestmark = pytest.mark.django_db
CLEAR, UNKNOWN = "no outage at this address", "We do not know this street"


def unreadable() -> list[str]:
    raise StreetsUnknown


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> None:
    caches["pages"].delete("street_names")
    monkeypatch.setattr(street_names, "_offered", lambda: ["ul. Klonowa", "Lipowa", "Łąkowa", "Stara Łąkowa"])


@pytest.fixture(autouse=True)
def check_page(town: Town) -> None:
    add_page(town.english_home, OutageCheckPage(title="Is there water?", slug="water"))
    odd_side = AnnouncementStreet(street="Lipowa", building_from="1", building_to="39", parity="odd")
    outage(town, "burst", english=True, title="Burst pipe", streets=[odd_side])


@pytest.mark.long
def test_answers_for_the_very_address(client: Client) -> None:
    affected = {
        "street=Lipowa&number=7": True,
        "street=ul. lipowa&number=7A": True,
        "street=LIPOWA": True,
        "street=Lipowa&number=8": False,
        "street=Lipowa&number=41": False,
        "street=Klonowa&number=7": False,
    }
    pages = {query: client.get(f"/en/water/?{query}").content.decode() for query in affected}
    assert {query: "Burst pipe" in page for query, page in pages.items()} == affected
    assert {query: "no outage at this address" not in page for query, page in pages.items()} == affected


@pytest.mark.long
def test_says_what_is_wrong_with_the_question(client: Client) -> None:
    for query in ("street=", "street=%20", "street=...&number=x", "street=Lipowa&number=x"):
        answer = client.get(f"/en/water/?{query}")
        assert answer.status_code == 200
        assert "no outage at this address" not in answer.content.decode()


def test_never_calls_an_address_clear_while_an_outage_names_no_street(client: Client, town: Town) -> None:
    outage(town, "whole", english=True, title="Whole town without water")
    page = client.get("/en/water/?street=Klonowa&number=1").content.decode()
    assert "Whole town without water" in page
    assert "no outage at this address" not in page


@pytest.mark.few(2)
@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("street", "suggested"),
    [("Klonowo", ["ul. Klonowa"]), ("lakow", ["Łąkowa", "Stara Łąkowa"]), ("Xyzzy", [])],
)
def test_a_street_that_nobody_knows_is_never_called_clear(
    client: Client, street: str, suggested: list[str]
) -> None:
    answer = client.get("/en/water/", {"street": street, "number": "7"})
    page = answer.content.decode()
    assert UNKNOWN in page and CLEAR not in page
    assert answer.context["answer"].suggested == suggested


@pytest.mark.long
@pytest.mark.usefixtures("listed")
def test_a_street_of_the_list_or_of_an_announcement_is_known(client: Client, town: Town) -> None:
    outage(town, "new", english=True, title="New estate dry", streets=[AnnouncementStreet(street="Nowa")])
    assert CLEAR in client.get("/en/water/?street=klonowa&number=7").content.decode()
    page = client.get("/en/water/?street=Nowa").content.decode()
    assert "New estate dry" in page and UNKNOWN not in page


@pytest.mark.parametrize("names", [unreadable, list])
def test_without_a_list_the_answer_says_what_it_rests_on(
    client: Client, monkeypatch: pytest.MonkeyPatch, names
) -> None:
    caches["pages"].delete("street_names")
    monkeypatch.setattr(street_names, "_offered", names)
    page = client.get("/en/water/?street=Xyzzy").content.decode()
    assert CLEAR in page and "could not check whether the street exists" in page
