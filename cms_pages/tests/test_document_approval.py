"""Document templates: editors draft, moderators publish, and the public sees nothing in between."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms_pages import generation, roles
from cms_pages.models import DocumentLibraryPage
from cms_pages.tests.factories import Town, add_page, member_of, settle, signed_in
from documents.models import DocumentTemplate, DocumentVersion
from documents.tests.factories import PDF, DocumentVersionFactory, form
from documents.tests.template_forms import kept_row, template_form, version_row
from ebok.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.STORAGE_URL = f"file://{tmp_path}/files"


@pytest.fixture
def version(town: Town) -> Any:
    add_page(town.home, DocumentLibraryPage(title="Wzory", slug="wzory"))
    return DocumentVersionFactory(fee="100 zł")


def edit_url(template: DocumentTemplate) -> str:
    return reverse("wagtailsnippets_documents_documenttemplate:edit", args=[template.pk])


def saved(who: Any, version: Any, *new: dict[str, Any], action: str = "", **changes: Any) -> Any:
    """Somebody changes the version, adds rows and presses a button."""
    template = version.template
    fields = {"title": template.title, "slug": template.slug, **({action: "1"} if action else {})}
    rows = [kept_row(version, **changes), *new]
    answer = signed_in(who).post(edit_url(template), template_form(template.case, rows, 1, **fields))
    assert answer.status_code == 302, answer.context["form"].errors
    settle()
    return DocumentTemplate.objects.get(pk=template.pk)


def library() -> str:
    return Client().get("/wzory/").content.decode()


@pytest.mark.long
def test_what_an_editor_saves_is_a_draft(version: Any) -> None:
    editor = member_of(roles.EDITORS)
    before = generation.current()
    for action in ("", "action-publish"):
        new = version_row("2/2027", title="Nowy", file=form())
        template = saved(editor, version, new, action=action, fee="300 zł")
        assert "100 zł" in library() and "300 zł" not in library() and "Nowy" not in library()
    assert template.has_unpublished_changes
    assert template.get_latest_revision_as_object().versions.count() == 2
    assert generation.current() == before


@pytest.mark.long
def test_a_moderator_approves_what_an_editor_submitted_and_addresses_stay(version: Any) -> None:
    editor, moderator = member_of(roles.EDITORS), member_of(roles.MODERATORS)
    new = version_row("2/2027", title="Nowy", file=form())
    template = saved(editor, version, new, action="action-submit", fee="300 zł")
    state = template.current_workflow_state
    assert state is not None
    url = reverse(
        "wagtailsnippets_documents_documenttemplate:workflow_action",
        args=[template.pk, "approve", state.current_task_state.pk],
    )
    signed_in(moderator).post(url, {"comment": ""})
    settle()
    assert "300 zł" in library() and "Nowy" in library()
    published = DocumentVersion.objects.get(version="2/2027")
    assert (published.format, published.size) == ("pdf", len(PDF))
    assert b"".join(Client().get(published.url)) == PDF
    assert DocumentVersion.objects.get(fee="300 zł").pk == version.pk
    saved(moderator, published, action="action-publish")
    assert DocumentVersion.objects.get(version="2/2027").pk == published.pk
    acts = AuditEntry.objects.filter(object_id=str(template.pk)).values_list("action", "actor_id")
    assert ("content.submitted", str(editor.pk)) in acts
    assert ("content.published", str(moderator.pk)) in acts


def test_a_moderator_publishes_at_once_and_windows_still_decide(version: Any) -> None:
    moderator = member_of(roles.MODERATORS)
    later = version_row(
        "2/2027", title="Nowy", file=form(), go_live_at=f"{timezone.now() + timedelta(days=2):%Y-%m-%d %H:%M}"
    )
    saved(moderator, version, later, action="action-publish", fee="300 zł")
    assert "300 zł" in library() and "Nowy" not in library()
    coming = DocumentVersion.objects.get(version="2/2027")
    assert Client().get(coming.url).status_code == 404
    assert list(DocumentVersion.objects.visible(at=datetime(2100, 1, 1, tzinfo=UTC))) != []


def test_a_template_that_was_never_published_or_was_taken_off_shows_nothing(version: Any) -> None:
    version.template.unpublish()
    settle()
    assert "100 zł" not in library()
    assert Client().get(version.url).status_code == 404


@pytest.mark.long
def test_a_draft_keeps_its_file_when_it_is_saved_again(version: Any) -> None:
    editor, template = member_of(roles.EDITORS), version.template
    saved(editor, version, version_row("2/2027", title="Nowy", file=form()))
    page = signed_in(editor).get(edit_url(template)).content.decode()
    [name, kept] = re.findall(r'name="(versions-\d-file-kept)" value="([^"]+)"', page)[0]
    row = int(name.split("-")[1])
    rows = [kept_row(version), version_row("2/2027", title="Nowy", fee="5 zł", id="")]
    if row == 0:
        rows.reverse()
    fields = {"title": template.title, "slug": template.slug, "action-publish": "1"}
    sent = template_form(template.case, rows, 2, **fields)
    forged = {**sent, name: signing.dumps("invoices/somebody", salt="other")}
    assert signed_in(member_of(roles.MODERATORS)).post(edit_url(template), forged).status_code == 200
    answer = signed_in(member_of(roles.MODERATORS)).post(edit_url(template), {**sent, name: kept})
    assert answer.status_code == 302, answer.context["form"].errors
    published = DocumentVersion.objects.get(version="2/2027")
    assert (published.fee, published.format, published.size) == ("5 zł", "pdf", len(PDF))
    assert b"".join(Client().get(published.url)) == PDF


def test_a_new_template_of_an_editor_waits(version: Any) -> None:
    url = reverse("wagtailsnippets_documents_documenttemplate:add")
    rows = [version_row("1/2026", title="Skarga", file=form())]
    sent = template_form(version.template.case, rows, title="Skarga", slug="skarga")
    signed_in(member_of(roles.EDITORS)).post(url, {**sent, "action-publish": "1"})
    settle()
    assert not DocumentTemplate.objects.get(slug="skarga").live
    assert "Skarga" not in library()
    assert Client().get(DocumentVersion.objects.get(title="Skarga").url).status_code == 404


def test_names_of_cases_are_public_at_once_and_so_belong_to_moderators(version: Any) -> None:
    url = reverse("wagtailsnippets_documents_documentcase:edit", args=[version.template.case_id])
    facts = {"name": "Renamed", "slug": "renamed", "order": "1"}
    signed_in(member_of(roles.EDITORS)).post(url, facts)
    assert "Renamed" not in library()
    signed_in(member_of(roles.MODERATORS)).post(url, facts)
    settle()
    assert "Renamed" in library()


def test_files_are_not_sent_again_by_saving_while_somebody_types(version: Any) -> None:
    page = signed_in(member_of(roles.EDITORS)).get(edit_url(version.template))
    assert page.context["autosave_enabled"] is False
