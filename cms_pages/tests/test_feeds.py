"""Atom feed and calendar of planned works."""

from __future__ import annotations

import html
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree
from wagtail.models import Site

from cms_pages.calendars import folded
from cms_pages.models import AnnouncementStreet, Kind, OfficeSettings
from cms_pages.tests.factories import Town, announcement, outage, settle

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


def lipowa() -> AnnouncementStreet:
    return AnnouncementStreet(street="Lipowa", building_from="1", building_to="40")


class TestFeed:
    @pytest.mark.long
    def test_is_valid_atom_with_ids_that_survive_renaming(self, client: Client, town: Town) -> None:
        page = announcement(town, "pierwsza", title="Pierwsza")

        def entry() -> Any:
            answer = client.get("/komunikaty/atom/")
            assert answer["Content-Type"].startswith("application/atom+xml")
            return etree.fromstring(answer.content).find(f"{ATOM}entry")

        before = entry().findtext(f"{ATOM}id")
        page.slug, page.title = "inna", "Inna"
        page.save_revision().publish()
        assert entry().findtext(f"{ATOM}id") == before == f"tag:localhost,2026:{page.translation_key}:pl"
        assert entry().findtext(f"{ATOM}title") == "Inna"
        assert entry().find(f"{ATOM}link").get("href").endswith("/komunikaty/inna/")

    def test_names_its_author_and_all_that_the_standard_requires(self, client: Client, town: Town) -> None:
        """RFC 4287, sections 4.1.1 and 4.1.2; a summary without a lead would be empty."""
        OfficeSettings.objects.create(site=Site.objects.get(), name="Wodociągi")
        announcement(town, "pierwsza", lead="Cena < 5 zł & rabat")
        settle()
        feed = etree.fromstring(client.get("/komunikaty/atom/").content)
        for part in (feed, feed.find(f"{ATOM}entry")):
            assert part.findtext(f"{ATOM}author/{ATOM}name") == "Wodociągi"
            for name in ("id", "title", "updated"):
                assert [found for found in part.findall(f"{ATOM}{name}") if found.text], name
        summary = feed.find(f"{ATOM}entry/{ATOM}summary")
        assert (summary.get("type"), html.unescape(summary.text)) == ("html", "Cena < 5 zł & rabat")
        assert "<" not in summary.text

    @pytest.mark.long
    def test_costs_the_same_for_one_and_for_six(self, client: Client, town: Town) -> None:
        announcement(town, "a0", streets=[lipowa()])
        client.get("/komunikaty/atom/")

        def cost(tail: str) -> int:
            settle()
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/komunikaty/atom/?q={tail}")
            return len(queries)

        one = cost("a")
        for number in range(1, 6):
            announcement(town, f"a{number}", streets=[lipowa()])
        assert cost("b") == one


class TestCalendarOfWorks:
    def test_lists_planned_works_that_are_not_over(self, client: Client, town: Town) -> None:
        with time_machine.travel(NOON, tick=False):
            announcement(
                town,
                "zawory",
                title="Wymiana zaworów; Lipowa, Klonowa",
                kind=Kind.PLANNED_OUTAGE,
                starts_at=NOON + timedelta(days=1),
                expected_end_at=NOON + timedelta(days=1, hours=5),
            )
            outage(town, "awaria", title="To nie jest planowane")
            text = client.get("/komunikaty/ics/").content.decode()
        assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") and text.endswith("END:VCALENDAR\r\n")
        assert text.count("BEGIN:VEVENT") == 1
        assert "SUMMARY:Wymiana zaworów\\; Lipowa\\, Klonowa" in text
        assert "DTSTART:20261122T120000Z" in text and "DTEND:20261122T170000Z" in text

    def test_lines_are_folded_at_75_octets_and_never_inside_a_letter(self) -> None:
        line = "SUMMARY:" + "żółć" * 40
        pieces = folded(line).split("\r\n")
        assert all(len(piece.encode()) <= 75 for piece in pieces)
        assert (
            "".join(piece.removeprefix(" ") if number else piece for number, piece in enumerate(pieces))
            == line
        )
