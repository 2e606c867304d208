"""Announcements: states, places, list, filters, archive, feed, calendar of works."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from cms_pages.models import (
    AnnouncementArea,
    AnnouncementAttachment,
    AnnouncementIndexPage,
    AnnouncementPage,
    AnnouncementStreet,
    AnnouncementUpdate,
    Audience,
    Kind,
)
from cms_pages.places import concerns
from cms_pages.queries import announcement_for_customers, announcements_for_areas, announcements_for_customers
from cms_pages.templatetags.announcements import when, when_on_paper
from cms_pages.tests.factories import Town, announcement, outage, settle
from cms_pages.tests.files import document, image, private_collection

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


def lipowa(first: str = "1", last: str = "40", parity: str = "all") -> AnnouncementStreet:
    return AnnouncementStreet(street="Lipowa", building_from=first, building_to=last, parity=parity)


@pytest.mark.few(2)
@pytest.mark.parametrize(
    ("kind", "starts", "ends", "resolved", "state"),
    [
        (Kind.OUTAGE, -1, 2, None, "current"),
        (Kind.OUTAGE, -2, -1, None, "current"),  # late, but water is not back
        (Kind.OUTAGE, -2, 1, 0, "resolved"),
        (Kind.OUTAGE, 1, 2, None, "upcoming"),
        (Kind.PLANNED_OUTAGE, -1, 1, None, "current"),
        (Kind.PLANNED_OUTAGE, -2, -1, None, "resolved"),
        (Kind.PLANNED_OUTAGE, -2, 0, None, "resolved"),
        (Kind.NEWS, -1, None, None, ""),
    ],
)
def test_the_state_and_the_queries_agree(
    town: Town, kind: str, starts: int, ends: int | None, resolved: int | None, state: str
) -> None:
    def at(hours: int | None) -> datetime | None:
        return None if hours is None else NOON + timedelta(hours=hours)

    with time_machine.travel(NOON, tick=False):
        page = announcement(
            town, "a", kind=kind, starts_at=at(starts), expected_end_at=at(ends), resolved_at=at(resolved)
        )
        public = AnnouncementPage.objects.public()
        assert page.state == state
        assert page.is_overdue == (state == "current" and ends is not None and ends < 0)
        assert public.current_interruptions().exists() == (state == "current")
        assert public.coming_interruptions().exists() == (state == "upcoming")
        assert public.archived().exists() == (state == "resolved")


@translation.override("en")
def test_an_interruption_needs_a_start_and_ends_after_it() -> None:
    with pytest.raises(ValidationError, match="starts"):
        AnnouncementPage(kind=Kind.OUTAGE).clean()
    with pytest.raises(ValidationError, match="before the start"):
        AnnouncementPage(kind=Kind.OUTAGE, starts_at=NOON, expected_end_at=NOON - timedelta(1)).clean()
    with pytest.raises(ValidationError, match="digit"):
        AnnouncementStreet(street="Lipowa", building_from="A1").clean()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"building_from": "1", "building_to": "40"}, "Lipowa 1–40"),
        ({"building_from": "1", "building_to": "39", "parity": "odd"}, "Lipowa 1–39 (odd numbers)"),
        ({"building_from": "7", "building_to": "7"}, "Lipowa 7"),
        ({"building_from": "7"}, "Lipowa from 7"),
        ({"building_to": "7"}, "Lipowa up to 7"),
        ({}, "Lipowa"),
    ],
)
def test_places_are_told_in_words(row: dict[str, str], words: str) -> None:
    with translation.override("en"):
        assert AnnouncementStreet(street="Lipowa", **row).in_words == words


class TestList:
    @pytest.mark.long
    def test_narrows_by_kind_area_and_day(self, client: Client, town: Town) -> None:
        announcement(town, "taryfa", title="Nowa taryfa", kind=Kind.TARIFF)
        outage(town, "awaria", title="Pękła rura", areas=[AnnouncementArea(area_code="Z1")])

        def titles(query: str) -> set[str]:
            page = client.get(f"/komunikaty/{query}").content.decode()
            return {title for title in ("Nowa taryfa", "Pękła rura") if title in page}

        assert titles("") == {"Nowa taryfa", "Pękła rura"}
        assert titles("?kind=tariff") == {"Nowa taryfa"}
        assert titles("?area=Z1") == {"Pękła rura"}
        assert titles("?kind=tariff&area=Z1") == set()
        assert client.get("/komunikaty/?from=2026-11-02&to=2026-11-01").context["form"].errors.keys() == {
            "to"
        }
        today = timezone.localdate()
        assert titles(f"?from={today}&to={today}") == {"Nowa taryfa", "Pękła rura"}
        assert titles(f"?to={today - timedelta(days=1)}") == set()

    @pytest.mark.long
    def test_puts_interruptions_of_now_and_to_come_before_newer_news(
        self, client: Client, town: Town
    ) -> None:
        soon = timezone.now() + timedelta(hours=1)
        outage(town, "coming", english=True, title="Coming", starts_at=soon)
        outage(town, "running", english=True, title="Running")
        outage(town, "over", english=True, title="Over", resolved_at=timezone.now())
        announcement(town, "news", english=True, title="Just news")
        settle()
        for address in ("/en/announcements/", "/en/"):
            page = client.get(address).content.decode().rpartition('id="newest"')[2]
            places = [page.index(f">{title}<") for title in ("Running", "Coming", "Just news")]
            assert places == sorted(places)

    @pytest.mark.few(2)
    @pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31"])
    @pytest.mark.parametrize("name", ["from", "to"])
    @pytest.mark.usefixtures("town")
    def test_a_day_too_far_away_is_told_in_the_form(self, client: Client, name: str, day: str) -> None:
        answer = client.get(f"/en/announcements/?{name}={day}")
        assert answer.status_code == 200 and answer.context["form"].errors[name]
        assert client.get(f"/en/announcements/?{name}=1900-01-01").status_code == 200

    @pytest.mark.long
    def test_moves_what_is_over_to_the_archive(self, client: Client, town: Town) -> None:
        outage(town, "stara", title="Stara awaria", resolved_at=timezone.now() - timedelta(minutes=1))
        old = announcement(town, "dawna", title="Dawna nowina")
        AnnouncementPage.objects.filter(pk=old.pk).update(
            first_published_at=timezone.now() - timedelta(days=181)
        )
        present = client.get("/komunikaty/").content.decode()
        archive = client.get("/komunikaty/?archive=1").content.decode()
        for title in ("Stara awaria", "Dawna nowina"):
            assert title not in present and title in archive

    @pytest.mark.long
    def test_costs_the_same_for_one_and_for_thirty(self, client: Client, town: Town) -> None:
        announcement(town, "pierwsza", areas=[AnnouncementArea(area_code="Z1")])
        client.get("/komunikaty/")  # content types are read once a process

        def cost(number: int) -> int:
            settle()
            client.get("/en/")  # facts of the generation are known, as after any first page
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/komunikaty/?from=2020-01-0{number}")
            return len(queries)

        few = cost(1)
        for number in range(21):
            fields = {"title": f"Kolejna {number}", "slug": f"kolejna-{number}"}
            page = AnnouncementPage(**fields, first_published_at=timezone.now())
            AnnouncementIndexPage.objects.get(pk=town.announcements.pk).add_child(instance=page)
        assert cost(2) == few <= 12
        page = client.get("/komunikaty/").content.decode()
        assert "?page=2" in page and client.get("/komunikaty/?page=2").status_code == 200


class TestWhen:
    @translation.override("en")
    def test_hours_of_one_day_stand_behind_one_date_and_on_paper_no_day_is_today(self) -> None:
        with time_machine.travel(NOON, tick=False):
            page = AnnouncementPage(
                kind=Kind.PLANNED_OUTAGE,
                starts_at=NOON + timedelta(hours=1),
                expected_end_at=NOON + timedelta(hours=6),
            )
            assert (when(page), when_on_paper(page)) == (
                "today, 14:00–19:00",
                "21 November 2026, 14:00–19:00",
            )
            page.expected_end_at = NOON + timedelta(hours=20)
            assert when(page) == "today, 14:00 – tomorrow, 9:00"


def test_a_page_without_translation_leads_to_the_list_in_the_other_language(
    client: Client, town: Town
) -> None:
    announcement(town, "tylko-po-polsku")
    settle()
    page = client.get("/komunikaty/tylko-po-polsku/").content.decode()
    assert '<a href="/en/announcements/" lang="en"' in page


def on_screen(page: str) -> str:
    """Without what stands on paper alone."""
    return re.sub(r'<span class="only-print">.*?</span>', "", page)


class TestHome:
    def test_puts_outages_with_their_expected_end_first(self, client: Client, town: Town) -> None:
        with time_machine.travel(NOON, tick=False):
            outage(
                town,
                "burst",
                english=True,
                title="No water: Lipowa",
                expected_end_at=NOON + timedelta(hours=5, minutes=30),
                updates=[AnnouncementUpdate(at=NOON - timedelta(minutes=5), text="Crew on site")],
            )
            page = client.get("/en/").content.decode()
        assert page.index("No water: Lipowa") < page.index('id="newest"')
        assert "Expected end: today, 18:30" in page
        assert "Last news: today, 12:55" in page

    def test_stays_within_twelve_queries_when_it_is_not_cached(self, client: Client, town: Town) -> None:
        for number in range(5):
            outage(town, f"awaria-{number}", english=True, streets=[lipowa()])
        settle()
        client.get("/en/announcements/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/en/").status_code == 200
        assert 0 < len(queries) <= 12

    def test_an_announcement_tells_its_end_once(self, client: Client, town: Town) -> None:
        end = NOON + timedelta(hours=5, minutes=30)
        with time_machine.travel(NOON, tick=False):
            outage(town, "awaria", english=True, starts_at=NOON - timedelta(hours=6), expected_end_at=end)
            page = on_screen(client.get("/en/announcements/awaria/").content.decode())
        assert page.count("Expected end") == page.count("18:30") == 1
        assert "at 7:00" in page and "07:00" not in page
        with time_machine.travel(end + timedelta(hours=1), tick=False):
            late = on_screen(client.get("/en/announcements/awaria/").content.decode())
        assert "Takes longer" in late and late.count("18:30") == 1

    @pytest.mark.few(1)
    @pytest.mark.parametrize("number", [0, 1, 4])
    def test_an_announcement_stays_within_twelve_queries_with_its_files_and_images(
        self, client: Client, town: Town, number: int
    ) -> None:
        rows = {"streets": [lipowa()], "updates": [AnnouncementUpdate(text="x")]}
        attachments = [AnnouncementAttachment(document=document()) for _attachment in range(number)]
        blocks = [("file", document()), ("image", {"image": image()})]
        outage(town, "awaria", english=True, **rows, attachments=attachments, body=blocks * number)
        client.get("/en/announcements/awaria/")  # makes the pictures
        private_collection()
        settle()
        client.get("/en/")
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/en/announcements/awaria/").content.decode()
        assert 0 < len(queries) <= 12
        assert (page.count("<figure>"), page.count('class="file-link"')) == (number, 2 * number)


class TestForCustomers:
    def test_only_what_concerns_their_areas_or_addresses(self, town: Town) -> None:
        with translation.override("en"):
            by_area = outage(town, "area", english=True, areas=[AnnouncementArea(area_code="Z1")])
            by_street = outage(town, "street", english=True, streets=[lipowa()])
            everybody = outage(town, "all", english=True)
            outage(town, "staff", english=True, audience=Audience.EMPLOYEES)
            mine = announcements_for_areas({"Z1"}, streets=[("", "Lipowa", "12")])
            assert {page.pk for page in mine} == {by_area.pk, by_street.pk, everybody.pk}
            others = announcements_for_areas({"Z9"}, streets=[("", "Lipowa", "41")])
            assert {page.pk for page in others} == {everybody.pk}

    def test_customers_read_theirs_after_sign_in_and_never_those_of_employees(self, town: Town) -> None:
        customers = announcement(town, "klient", audience=Audience.CUSTOMERS)
        employees = announcement(town, "praca", audience=Audience.EMPLOYEES)
        with translation.override("pl"):
            assert [page.pk for page in announcements_for_customers()] == [customers.pk]
        assert announcement_for_customers(pk=customers.pk) == customers
        assert announcement_for_customers(pk=employees.pk) is None

    def test_streets_decide_where_they_are_named(self) -> None:
        def page(codes: list[str], streets: list[Any]) -> Any:
            areas = [SimpleNamespace(area_code=code) for code in codes]
            return SimpleNamespace(
                areas=SimpleNamespace(all=lambda: areas), streets=SimpleNamespace(all=lambda: streets)
            )

        both = page(["Z1"], [lipowa()])
        assert not concerns(both, area_codes={"Z1"}, addresses=[("", "Klonowa", "1")])
        assert concerns(both, area_codes={"Z1"}, addresses=[])
        assert not concerns(page(["Z1"], []), area_codes={"Z2"}, addresses=[("", "Lipowa", "1")])
