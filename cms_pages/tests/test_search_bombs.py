"""Questions to public pages and to the reading API that are made to be a burden: bounded in every way."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cms_pages import generation
from cms_pages.api import content_api
from cms_pages.known_streets import suggestions
from cms_pages.models import DocumentLibraryPage, OutageCheckPage, SearchPage, StandardPage
from cms_pages.tests.bombs import BOMBS, MOST_SECONDS, NO_WORDS, cost_of, faults_of
from cms_pages.tests.factories import Town, add_page, outage

pytestmark = [pytest.mark.long, pytest.mark.django_db(databases=["default", "exchange"])]
API = "/api/v1/content"
ENDPOINTS = ("pages", "images", "documents")
BOXES = {
    "/en/search/": ("q", "page"),
    "/en/forms/": ("q", "case"),
    "/en/water/": ("street", "number", "city"),
    "/en/announcements/": ("kind", "area", "from", "to", "archive", "page"),
    "/en/": ("street", "number", "city"),
}


@pytest.fixture(autouse=True)
def pages(search_index: None, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generation, "TRUST_SECONDS", 3600.0)  # else some answers look anew what is public
    home = town.english_home
    add_page(home, SearchPage(title="Search", slug="search"))
    add_page(home, DocumentLibraryPage(title="Forms", slug="forms"))
    add_page(home, OutageCheckPage(title="Is there water?", slug="water"))
    add_page(home, StandardPage(title="Woda", slug="woda", body=[("text", "<p>woda wo a x</p>")]))
    outage(town, "burst", english=True, title="Brak woda")


@pytest.mark.parametrize("url", BOXES)
def test_a_burden_in_a_box_of_a_public_page_costs_no_more_than_a_word(client: Client, url: str) -> None:
    others = {"street": "Lipowa"} if "street" in BOXES[url] else {}
    for name in BOXES[url]:
        assert faults_of(client, url, name, others={**others}) == {}


def parameters(endpoint: str) -> set[str]:
    """All that an endpoint of the API understands."""
    view = content_api._endpoints[endpoint]
    return set(view.known_query_parameters) | set(view.get_available_fields(view.model)) | {"title", "tags"}


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_a_burden_in_a_parameter_of_the_api_is_refused_or_costs_no_more_than_a_word(
    client: Client, endpoint: str
) -> None:
    faults: dict[str, str] = {}
    for name in sorted(parameters(endpoint)):
        bombs = BOMBS if name == "search" else NO_WORDS
        faults |= faults_of(client, f"{API}/{endpoint}/", name, bombs=bombs)
    assert faults == {}


@pytest.mark.parametrize(
    ("endpoint", "name", "one"),
    [
        ("images", "tags", "a{number}"),
        ("documents", "tags", "a"),
        ("pages", "order", "title"),
        ("pages", "fields", "title"),
        ("pages", "type", "cms_pages.StandardPage"),
        ("pages", "area", "a{number}"),
        ("pages", "kind", "news"),
        ("images", "fields", "tags(a"),
    ],
)
def test_a_list_without_end_in_a_parameter_is_refused(
    client: Client, endpoint: str, name: str, one: str
) -> None:
    for count in (60, 2_000):
        asked = ",".join(one.format(number=number) for number in range(count))
        cost = cost_of(client, f"{API}/{endpoint}/", {name: asked})
        assert (cost.status, cost.queries) == (400, 0), count
        assert cost.seconds < MOST_SECONDS


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_brackets_in_brackets_are_refused(client: Client, endpoint: str) -> None:
    for count in (9, 200, 490, 2_000):
        assert cost_of(client, f"{API}/{endpoint}/", {"fields": "a(" * count}).status == 400, count


@pytest.mark.parametrize("endpoint", ["images", "documents"])
def test_more_tags_than_a_database_can_join_are_refused(client: Client, endpoint: str) -> None:
    for count in (9, 40):
        asked = ",".join(f"a{number}" for number in range(count))
        cost = cost_of(client, f"{API}/{endpoint}/", {"tags": asked})
        assert (cost.status, cost.queries) == (400, 0)


def test_what_readers_ask_of_the_api_is_answered(client: Client) -> None:
    wide = {"type": "cms_pages.StandardPage", "fields": "id,title,html_url,slug,first_published_at,body"}
    for asked in (wide, {"order": "title,-id"}, {"search": "woda", "search_operator": "or"}):
        assert cost_of(client, f"{API}/pages/", asked).status == 200, asked
    for endpoint in ("images", "documents"):
        assert cost_of(client, f"{API}/{endpoint}/", {"tags": "a,b,c"}).status == 200


def test_a_street_that_nobody_knows_is_compared_with_a_whole_city_in_bounded_time(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cms_pages import known_streets

    city: dict[str, Any] = {f"generala jana{number} iwaszkiewicza": "x" for number in range(10_000)}
    monkeypatch.setattr(known_streets, "_by_plain_name", lambda: city)
    for street in (*BOMBS.values(), "general jan iwaszkiewicz", "zciwaizskawi anaj alareneg"):
        assert len(suggestions(street[:150])) <= 5
        cost = cost_of(client, "/en/water/", {"street": street})
        assert cost.status < 500 and cost.seconds < MOST_SECONDS, street[:30]
