"""What the office tells its own people: on their first page, and whole."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from cms_pages.models import AnnouncementArea, AnnouncementAttachment, AnnouncementPage, Audience, Kind
from cms_pages.tests.factories import announcement, make_town, settle
from cms_pages.tests.files import document
from selfservice.exchange.tests.factories import FeedFactory
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import person

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
START = "/en/staff/"


@pytest.fixture
def town(db: None) -> Any:
    FeedFactory()
    return make_town()


@pytest.fixture
def clerk(client: Client) -> Client:
    client.force_login(person(Role.CLERK))
    return client


def internal(town: Any, slug: str = "inside", **fields: Any) -> Any:
    return announcement(town, slug, english=True, audience=Audience.EMPLOYEES, **fields)


@pytest.mark.long
def test_the_first_page_lists_what_is_for_employees_and_nothing_else(clerk: Client, town: Any) -> None:
    page = internal(town, title="Inventory on Monday")
    internal(town, "draft", title="Not yet", publish=False)
    announcement(town, "others", english=True, title="For customers", audience=Audience.CUSTOMERS)
    announcement(town, "wszyscy", english=True, title="For everybody")
    text = clerk.get(START).content.decode()
    assert f'href="{START}announcements/{page.pk}/">Inventory on Monday</a>' in text
    assert not [title for title in ("Not yet", "For customers", "For everybody") if title in text]


@pytest.mark.long
def test_the_first_page_is_silent_without_any_and_shows_the_newest_few(clerk: Client, town: Any) -> None:
    assert 'id="announcements"' not in clerk.get(START).content.decode()
    for number in range(6):
        page = internal(town, f"n-{number}", title=f"Note {number}.")
        moment = timezone.now() - timedelta(hours=10 - number)
        AnnouncementPage.objects.filter(pk=page.pk).update(first_published_at=moment)
    text = clerk.get(START).content.decode()
    assert [number for number in range(6) if f"Note {number}." in text] == [1, 2, 3, 4, 5]


@pytest.mark.long
def test_the_page_tells_all_of_it(clerk: Client, town: Any) -> None:
    fields = {
        "kind": Kind.NEWS,
        "lead": "Bring a pen.",
        "body": [("text", "<p>Second floor</p>")],
        "attachments": [AnnouncementAttachment(document=document())],
    }
    page = internal(town, title="Training", **fields)
    text = clerk.get(f"{START}announcements/{page.pk}/").content.decode()
    for piece in ("Training", "Bring a pen.", "Second floor", 'class="file-link"'):
        assert piece in text


@pytest.mark.long
@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.CUSTOMERS])
def test_other_announcements_have_no_address_here(clerk: Client, town: Any, audience: str) -> None:
    page = announcement(town, "other", english=True, audience=audience)
    assert clerk.get(f"{START}announcements/{page.pk}/").status_code == 404


@pytest.mark.long
def test_one_that_has_ended_is_gone(clerk: Client, town: Any) -> None:
    page = internal(town, title="Old note")
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now())
    assert "Old note" not in clerk.get(START).content.decode()
    assert clerk.get(f"{START}announcements/{page.pk}/").status_code == 404


@pytest.mark.long
def test_the_list_costs_the_same_for_more(clerk: Client, town: Any) -> None:
    def cost() -> int:
        settle()
        clerk.get(START)
        with CaptureQueriesContext(connection) as queries:
            clerk.get(START)
        return len(queries)

    nothing = cost()
    internal(town, areas=[AnnouncementArea(area_code="Z1")])
    one = cost()
    for number in range(4):
        internal(town, f"more-{number}", areas=[AnnouncementArea(area_code="Z1")])
    assert cost() == one <= nothing + 3
