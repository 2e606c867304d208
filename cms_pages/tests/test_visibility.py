"""What the public may see: pages, lists, search, feed, calendar, API and sitemap obey one rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms_pages.models import Audience, Kind, SearchPage
from cms_pages.tests.factories import Town, add_page, announcement

pytestmark = [pytest.mark.long, pytest.mark.django_db]

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
WORD = "Zielonka"  # stands in the title of the page that the tests look for


@pytest.fixture
def town(search_index: None, town: Town) -> Town:
    add_page(town.home, SearchPage(title="Szukaj", slug="szukaj"))
    return town


def hidden_draft(town: Town) -> None:
    announcement(town, "szukana", title=WORD, publish=False)


def expired(town: Town) -> None:
    page = announcement(town, "szukana", title=WORD)
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now())  # the scheduler is dead


def early(town: Town) -> None:
    page = announcement(town, "szukana", title=WORD)
    type(page).objects.filter(pk=page.pk).update(go_live_at=timezone.now() + timedelta(hours=1))


def scheduled(town: Town) -> None:
    announcement(town, "szukana", title=WORD, go_live_at=timezone.now() + timedelta(hours=1))


def for_customers(town: Town) -> None:
    announcement(town, "szukana", title=WORD, audience=Audience.CUSTOMERS)


def for_employees(town: Town) -> None:
    announcement(town, "szukana", title=WORD, audience=Audience.EMPLOYEES)


def restricted(town: Town) -> None:
    page = announcement(town, "szukana", title=WORD)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def restricted_to_groups(town: Town) -> None:
    page = announcement(town, "szukana", title=WORD)
    rule = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    rule.groups.add(Group.objects.first())


HIDDEN = [
    hidden_draft,
    expired,
    early,
    scheduled,
    for_customers,
    for_employees,
    restricted,
    restricted_to_groups,
]
PLACES = [
    "/",
    "/komunikaty/",
    "/komunikaty/?archive=1",
    "/komunikaty/atom/",
    "/komunikaty/ics/",
    "/szukaj/?q=Zielonka",
    "/sitemap.xml",
    "/api/v1/content/pages/?fields=*",
    "/api/v1/content/pages/?search=Zielonka",
    "/api/v1/content/pages/?type=cms_pages.AnnouncementPage&fields=*&kind=planned_outage",
    "/komunikaty/szukana/",
]


def body(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def told(client: Client, url: str) -> str:
    """What an answer tells, without what it merely repeats from the question."""
    text = body(client, url).replace('value="Zielonka"', "").replace("q=Zielonka", "")
    return text.replace(f'href="/en{url}"', "").replace(f'href="{url}"', "")


def test_a_published_announcement_is_shown_everywhere(client: Client, town: Town) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    announcement(town, "szukana", title=WORD, kind=Kind.PLANNED_OUTAGE, starts_at=tomorrow)
    missing = [url for url in PLACES if "szukana" not in told(client, url) and WORD not in told(client, url)]
    assert missing == ["/komunikaty/?archive=1"]


@pytest.mark.parametrize("hide", HIDDEN)
def test_what_is_hidden_is_nowhere(client: Client, town: Town, hide: Callable[[Town], None]) -> None:
    hide(town)
    leaks = [url for url in PLACES if "szukana" in told(client, url) or WORD in told(client, url)]
    assert leaks == []
    assert client.get("/komunikaty/szukana/").status_code in {302, 404}


@time_machine.travel(NOON, tick=False)
def test_a_page_shows_from_its_minute_until_its_end_even_with_a_dead_scheduler(
    client: Client, town: Town
) -> None:
    page = announcement(town, "okno", title=WORD)
    window = {"go_live_at": NOON + timedelta(hours=1), "expire_at": NOON + timedelta(hours=2)}
    type(page).objects.filter(pk=page.pk).update(**window)
    seen = {}
    for minutes in (0, 59, 60, 119, 120):
        with time_machine.travel(NOON + timedelta(minutes=minutes), tick=False):
            seen[minutes] = client.get("/komunikaty/okno/").status_code, WORD in body(client, "/komunikaty/")
    assert seen == {
        0: (404, False),
        59: (404, False),
        60: (200, True),
        119: (200, True),
        120: (404, False),
    }


def test_an_editor_signed_in_sees_the_same_public_page_as_everybody(
    client: Client, town: Town, admin_user: object
) -> None:
    announcement(town, "jawna", title="Jawna")
    anonymous = client.get("/komunikaty/jawna/").content
    client.force_login(admin_user)
    answer = client.get("/komunikaty/jawna/")
    assert answer.content == anonymous
    assert not answer.cookies


def test_a_restricted_page_sends_strangers_to_the_sign_in_and_is_kept_by_no_cache(
    client: Client, town: Town
) -> None:
    restricted(town)
    answer = client.get("/komunikaty/szukana/")
    assert answer.status_code == 302
    assert "no-store" in answer["Cache-Control"]
