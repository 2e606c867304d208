"""Questions to the reading API that make no sense: an answer in words, never an error of ours."""

from __future__ import annotations

import pytest
from django.test import Client

from cms_pages.tests.factories import Town

pytestmark = pytest.mark.django_db
PAGES = "/api/v1/content/pages/"


@pytest.mark.long
def test_search_survives_whatever_is_typed(client: Client, search_index: None, town: Town) -> None:
    for kind in ("pages", "images", "documents"):
        for words in ('"', "*", "NEAR(", "", "a" * 5000, "'; --", "%00"):
            assert client.get(f"/api/v1/content/{kind}/", {"search": words}).status_code == 200


@pytest.mark.few(4)
@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("endpoint", ["pages", "images", "documents"])
@pytest.mark.parametrize("offset", ["9223372036854775808", "9" * 5000, "1000001", "-1", "\u00b2", "x", ""])
def test_a_place_in_a_list_that_no_database_can_count_to_is_the_readers_mistake(
    client: Client, endpoint: str, offset: str
) -> None:
    answer = client.get(f"/api/v1/content/{endpoint}/", {"offset": offset})
    assert answer.status_code == 400 and "offset" in answer.json()["message"]
    assert client.get(f"/api/v1/content/{endpoint}/", {"offset": "1000000"}).status_code == 200


@pytest.mark.few(4)
@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("name", ["published_from", "published_to", "starts_at", "first_published_at"])
@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31", "2026-13-01"])
def test_days_without_a_midnight_are_the_readers_mistake(client: Client, name: str, day: str) -> None:
    for text in (day, f"{day}T00:00:00Z") if name.endswith("_at") else (day,):
        answer = client.get(PAGES, {"type": "cms_pages.AnnouncementPage", name: text})
        assert answer.status_code == 400 and answer.json()["message"]


@pytest.mark.few(4)
@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    "name", ["limit", "id", "child_of", "descendant_of", "ancestor_of", "translation_of"]
)
@pytest.mark.parametrize("number", ["9223372036854775808", "99999999999999999999999999"])
def test_huge_numbers_break_nothing(client: Client, name: str, number: str) -> None:
    assert client.get(PAGES, {name: number}).status_code in {200, 400, 404}
    assert client.get(f"{PAGES}{number}/").status_code == 404
