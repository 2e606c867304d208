"""More visits than anybody reads at once: the list has pages, sheet and calendars hold every one."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from selfservice.access.feeds.models import FeedKind
from selfservice.access.feeds.services import make_link
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.models import Collection
from selfservice.exchange.permission import loader_writes
from selfservice.exchange.tests.factories import (
    AccountFactory,
    FeedFactory,
    ServicePointFactory,
    StreetFactory,
)
from selfservice.zones.portal.tests.test_dashboard import count, queries_of_both_databases

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
PORTAL = "/en/portal/accounts/100245/schedule/"
PUBLIC, PUBLIC_CALENDAR = "/en/harmonogram/", "/en/harmonogram/kalendarz.ics"
HERE = {"street": "Lipowa", "number": "12"}
MANY = 620
FIRST = date(2026, 12, 1)


@pytest.fixture
def access() -> Iterator[object]:
    """A place with 620 visits within a month, twenty and more on each day."""
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False):
        FeedFactory()
        area = ServicePointFactory(account=AccountFactory(account_no="100245")).area
        StreetFactory(street="ul. Lipowa", area=area)
        with loader_writes():
            Collection.objects.bulk_create(
                Collection(
                    collection_id=f"W{number:04}",
                    area=area,
                    service="waste",
                    fraction=f"kosz {number:04}",
                    on_date=FIRST + timedelta(days=number % 31),
                )
                for number in range(MANY)
            )
        yield AccessFactory(account_no="100245")


def fractions(page: str) -> list[str]:
    """What stands on the page; a month stands there twice, as a sheet and, for phones, as a list below."""
    page = re.sub(r'<ul class="list-plain bare month-list">.*?</ul>', "", page)
    return re.findall(r"kosz \d{4}", re.sub(r"<span class=\"visually-hidden\">.*?</span>", "", page))


def walk(client: Client, url: str, rel: str = "next") -> list[list[str]]:
    here, pages = url.split("?")[0], []
    while url:
        page = client.get(url).content.decode()
        pages.append(fractions(page))
        further = re.search(rf'rel="{rel}" href="([^"]*)"', page)
        url = html.unescape(further[1]) if further else ""
        url = f"{here}{url}" if url.startswith("?") else url
    return pages


@pytest.mark.long
@pytest.mark.parametrize("url", [PORTAL, f"{PUBLIC}?street=Lipowa&number=12"])
def test_walking_the_list_shows_every_visit_once_and_leads_back(client: Client, access, url: str) -> None:
    client.force_login(access.user)
    pages = walk(client, url)
    assert [len(page) for page in pages] == [100] * 6 + [20]
    assert len({name for page in pages for name in page}) == MANY
    last = html.unescape(re.findall(r'rel="next" href="([^"]*)"', client.get(url).content.decode())[0])
    second = f"{url.split('?')[0]}{last}"
    assert walk(client, second, "prev") == [pages[1], pages[0]]


@pytest.mark.parametrize("url", [PORTAL, PUBLIC])
def test_the_sheet_of_a_month_holds_every_visit(client: Client, access, url: str) -> None:
    client.force_login(access.user)
    page = client.get(url, {**HERE, "month": "2026-12"}).content.decode()
    assert len(fractions(page)) == MANY


def test_the_secret_calendar_holds_every_visit(client: Client, access) -> None:
    key = make_link(user=access.user, access=access, kind=FeedKind.SCHEDULE, language="en")
    text = b"".join(client.get(reverse("feeds:calendar"), {"key": key})).decode()
    assert text.count("BEGIN:VEVENT") == MANY


def test_the_public_calendar_holds_every_visit(client: Client, access) -> None:
    assert client.get(PUBLIC_CALENDAR, HERE).content.decode().count("BEGIN:VEVENT") == MANY


@pytest.mark.long
def test_many_visits_cost_as_many_queries_as_one(client: Client, access) -> None:
    client.force_login(access.user)

    def cost() -> int:
        client.get(PORTAL)
        with queries_of_both_databases() as captured:
            client.get(PORTAL)
        return count(captured)

    many = cost()
    with loader_writes():
        Collection.objects.exclude(pk="W0000").delete()
    assert cost() == many


@pytest.mark.few(2)
@pytest.mark.parametrize("after", ["x", "2026-13-01_a", "2026-12-01_"])
@pytest.mark.parametrize("url", [PORTAL, PUBLIC])
def test_a_place_that_is_none_is_not_found(client: Client, access, url: str, after: str) -> None:
    client.force_login(access.user)
    assert client.get(url, {**HERE, "after": after}).status_code == 404
