"""Whoever works on a part of the pages reaches that part and what is public, and nothing else.

That no route of the CMS shows more is tested with all of them: `site/tests/test_access_in_the_cms.py`.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from cms_pages import roles
from cms_pages.tests import files
from cms_pages.tests.factories import Town, announcement, member_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def own() -> Collection:
    return Collection.get_first_root_node().add_child(name="Own")


@pytest.fixture
def client(town: Town, own: Collection) -> Client:
    """Somebody who may work on the English pages and in one collection."""
    group = Group.objects.create(name="Part")
    right = Permission.objects.get
    group.permissions.add(right(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group, page=town.english_home, permission=right(codename="change_page")
    )
    GroupCollectionPermission.objects.create(
        group=group, collection=own, permission=right(codename="choose_document")
    )
    return signed_in(member_of("Part"))


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def drafts(town: Town) -> tuple[Any, Any]:
    """One of the English pages, and one of the others."""
    own = announcement(town, "own", title="Own draft", english=True, publish=False)
    return own, announcement(town, "other", title="Draft of others", publish=False)


def test_a_page_to_link_to_is_public_or_ones_own(client: Client, town: Town) -> None:
    drafts(town)
    announcement(town, "known", title="Known to all")
    polish = text(client, f"/cms/choose-page/{town.announcements.pk}/")
    assert "Known to all" in polish and "Draft of others" not in polish
    assert "Own draft" in text(client, f"/cms/choose-page/{town.english_announcements.pk}/")


def test_several_pages_are_chosen_of_those_alone(client: Client, town: Town) -> None:
    mine, others = drafts(town)
    chosen = "/cms/choose-page/chosen-multiple/?id="
    assert "Own draft" in text(client, f"{chosen}{mine.pk}&id={town.announcements.pk}")
    for wrong in (others.pk, 987_654, "x"):
        assert client.get(f"{chosen}{mine.pk}&id={wrong}").status_code == 404


def test_subpages_of_a_page_of_others_are_not_asked_for(client: Client, town: Town) -> None:
    _mine, others = drafts(town)
    assert client.get(f"/cms/choose-page/{others.pk}/").status_code == 404


def test_the_api_lists_documents_of_ones_own_collections(client: Client, own: Collection) -> None:
    files.document("Own plan", collection=own)
    files.document("Plan of others")
    listed = text(client, "/cms/api/main/documents/")
    assert "Own plan" in listed and "Plan of others" not in listed


def test_whether_to_move_a_page_is_asked_of_whoever_may(client: Client, town: Town) -> None:
    page = announcement(town, "a", title="Moved")
    url = f"/cms/pages/{page.pk}/move/{town.announcements.pk}/confirm/"
    assert client.get(url).status_code == 302
    assert "Moved" in text(signed_in(member_of(roles.MODERATORS)), url)


def test_of_an_act_on_many_pages_only_those_one_may_edit_are_named(client: Client, town: Town) -> None:
    mine, others = drafts(town)
    page = text(client, f"/cms/bulk/wagtailcore/page/publish/?id={mine.pk}&id={others.pk}")
    assert "Own draft" in page and "Draft of others" not in page
    assert f"<li>{others.pk}</li>" in page


def test_the_calendar_shows_ones_own_pages(client: Client, town: Town) -> None:
    for page in drafts(town):
        type(page).objects.filter(pk=page.pk).update(go_live_at=timezone.now())
    month = text(client, "/cms/publication-calendar/")
    assert "Own draft" in month and "Draft of others" not in month
