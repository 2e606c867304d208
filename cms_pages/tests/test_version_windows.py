"""Windows of versions in the CMS: read on the office's clock, said back in words, found from the calendar."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from cms_pages import roles
from cms_pages.calendar_of_publications import events_of_month
from cms_pages.tests.factories import Town, member_of, signed_in
from documents.models import DocumentVersion
from documents.tests.factories import DocumentVersionFactory
from documents.tests.template_forms import kept_row, template_form

pytestmark = pytest.mark.django_db
SUMMER = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
WINTER = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.STORAGE_URL = f"file://{tmp_path}/files"


def edit_url(version: DocumentVersion) -> str:
    return reverse("wagtailsnippets_documents_documenttemplate:edit", args=[version.template_id])


def form_of(client: Client, version: DocumentVersion) -> str:
    return " ".join(client.get(edit_url(version)).content.decode().split())


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("typed", "instant", "words"),
    [
        (
            "2026-10-25 02:30",
            SUMMER,
            "Goes live on Sunday 25 October 2026 at 2:30 (the first time, summer time).",
        ),
        (
            "2027-03-28 02:30",
            datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
            "Goes live on Sunday 28 March 2027 at 3:00.",
        ),
        (
            "2026-11-21 08:00",
            datetime(2026, 11, 21, 7, 0, tzinfo=UTC),
            "Goes live on Saturday 21 November 2026 at 8:00.",
        ),
    ],
)
def test_a_window_is_read_on_the_offices_clock_and_said_back_in_words(
    town: Town, typed: str, instant: datetime, words: str
) -> None:
    with time_machine.travel(datetime(2026, 10, 1, tzinfo=UTC), tick=False):
        version = DocumentVersionFactory()
        client, template = signed_in(member_of(roles.MODERATORS)), version.template
        fields = {"title": template.title, "slug": template.slug, "action-publish": "1"}
        rows = [kept_row(version, go_live_at=typed)]
        answer = client.post(edit_url(version), template_form(template.case, rows, 1, **fields))
        assert answer.status_code == 302, answer.context["form"].errors
        assert DocumentVersion.objects.get(pk=version.pk).go_live_at == instant
        assert words in form_of(client, version)


@pytest.mark.parametrize(
    ("instant", "which"), [(SUMMER, "the first time, summer time"), (WINTER, "the second time, winter time")]
)
def test_the_two_half_past_two_are_told_apart(town: Town, instant: datetime, which: str) -> None:
    with time_machine.travel(datetime(2026, 10, 1, tzinfo=UTC), tick=False):
        version = DocumentVersionFactory(expire_at=instant)
        text = form_of(signed_in(member_of(roles.MODERATORS)), version)
    assert f"Ends on Sunday 25 October 2026 at 2:30 ({which})." in text


def test_a_version_without_a_window_says_nothing(town: Town) -> None:
    text = form_of(signed_in(member_of(roles.MODERATORS)), DocumentVersionFactory())
    assert "Goes live on" not in text and "Ends on" not in text


@pytest.mark.long
def test_the_calendar_leads_from_a_version_to_the_editor_of_its_template(town: Town) -> None:
    version, editor = DocumentVersionFactory(go_live_at=timezone.now()), member_of(roles.EDITORS)
    with translation.override("en"):
        [event] = events_of_month(timezone.localdate().replace(day=1), user=editor)
    assert event.url == edit_url(version)
    assert signed_in(editor).get(event.url).status_code == 200
