"""Versions of document templates in the event log: who planned what for when, and what the clock did."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms_pages import roles
from cms_pages.schedule import publish_due
from cms_pages.tests.factories import Town, member_of, signed_in
from cms_pages.version_log import due_versions
from documents.models import DocumentVersion
from documents.tests.factories import DocumentVersionFactory, form
from documents.tests.template_forms import kept_row, template_form, version_row
from ebok.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
START, END = NOON + timedelta(hours=1), NOON + timedelta(hours=2)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.STORAGE_URL = f"file://{tmp_path}/files"


def events(version: DocumentVersion) -> list[str]:
    """What happened to a version, oldest first."""
    found = AuditEntry.objects.filter(object_type="documentversion", object_id=str(version.pk))
    return list(found.order_by("pk").values_list("action", flat=True))


def last_event(version: DocumentVersion) -> AuditEntry:
    found = AuditEntry.objects.filter(object_type="documentversion", object_id=str(version.pk))
    return found.order_by("pk").last()  # type: ignore[return-value]


def test_the_clock_is_told_once_at_the_start_and_once_at_the_end() -> None:
    with time_machine.travel(NOON, tick=False):
        version = DocumentVersionFactory(go_live_at=START, expire_at=END)
        assert events(version) == ["content.scheduled"]
        publish_due()
    for moment in (START, START, END, END):
        with time_machine.travel(moment, tick=False):
            publish_due()
    assert events(version) == ["content.scheduled", "content.published", "content.unpublished"]
    entry = last_event(version)
    assert (entry.actor_id, entry.actor_role) == ("", "system")
    facts = {"version": version.version, "sha256": version.sha256, "template": version.template_id}
    window = {"go_live_at": START.isoformat(), "expire_at": END.isoformat()}
    assert entry.details.items() >= (facts | window).items()


def test_a_window_that_passed_while_the_scheduler_was_dead_is_told_afterwards() -> None:
    with time_machine.travel(NOON, tick=False):
        version = DocumentVersionFactory(go_live_at=START, expire_at=END)
    with time_machine.travel(END, tick=False):
        publish_due()
        assert due_versions(at=END) == []
    assert events(version) == ["content.scheduled", "content.published", "content.unpublished"]


@pytest.mark.long
def test_an_editor_stands_beside_what_he_published_or_planned(town: Town) -> None:
    with time_machine.travel(NOON, tick=False):
        version = DocumentVersionFactory()
        moderator, template = member_of(roles.MODERATORS), version.template
        coming = version_row("2/2027", title="Nowy", file=form(), go_live_at="2026-11-22 13:00")
        rows = [kept_row(version, fee="300 zł"), coming]
        fields = {"title": template.title, "slug": template.slug, "action-publish": "1"}
        url = reverse("wagtailsnippets_documents_documenttemplate:edit", args=[template.pk])
        answer = signed_in(moderator).post(url, template_form(template.case, rows, 1, **fields))
        assert answer.status_code == 302, answer.context["form"].errors
    new = DocumentVersion.objects.get(version="2/2027")
    assert events(new) == ["content.scheduled"]
    entry = last_event(new)
    assert (entry.actor_id, entry.actor_role) == (str(moderator.pk), "editor")
    assert entry.details["go_live_at"] == "2026-11-22T12:00:00+00:00"
    assert events(version) == ["content.published"]  # what did not change is not told again


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"fee": "1 zł"}, []),
        ({"expire_at": END}, ["content.published"]),
        ({"go_live_at": START}, ["content.scheduled"]),
        ({"expire_at": NOON}, ["content.unpublished"]),
        ({"file": form(b"%PDF-1.7 another")}, ["content.published"]),
    ],
)
def test_a_change_of_window_or_file_is_told(change: dict[str, Any], expected: list[str]) -> None:
    with time_machine.travel(NOON, tick=False):
        version = DocumentVersionFactory()
        for name, value in change.items():
            setattr(version, name, value)
        version.save()
    assert events(version) == ["content.published", *expected]


def test_taking_the_template_off_or_deleting_a_version_ends_it() -> None:
    version, other = DocumentVersionFactory(), DocumentVersionFactory()
    version.template.unpublish()
    assert events(version) == ["content.published", "content.unpublished"]
    kept = DocumentVersion.objects.get(pk=other.pk)
    DocumentVersion.objects.get(pk=other.pk).delete()
    assert events(kept) == ["content.published", "content.unpublished"]


def test_a_look_at_the_clock_costs_one_query_however_many_wait() -> None:
    with time_machine.travel(NOON, tick=False):
        for _version in range(3):
            DocumentVersionFactory(go_live_at=START)
        with CaptureQueriesContext(connection) as queries:
            due_versions(at=NOON)
    assert len(queries) == 1
