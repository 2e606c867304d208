"""Drafts of document templates are shown as readers will see them, to those who may edit them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms_pages import roles
from cms_pages.tests.factories import Town, member_of, signed_in
from documents.models import DocumentTemplate, DocumentVersion
from documents.tests.factories import DocumentVersionFactory, form
from documents.tests.template_forms import kept_row, template_form, version_row

pytestmark = pytest.mark.django_db
SNIPPET = "wagtailsnippets_documents_documenttemplate"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.STORAGE_URL = f"file://{tmp_path}/files"


@pytest.fixture
def version(town: Town) -> Any:
    return DocumentVersionFactory(fee="100 zł", language="pl")


def in_days(number: int) -> datetime:
    return timezone.now() + timedelta(days=number)


def as_editor() -> Client:
    return signed_in(member_of(roles.EDITORS))


def preview(client: Client, template: DocumentTemplate, **query: str) -> str:
    """The newest draft as its editor sees it."""
    revision = template.get_latest_revision() or template.save_revision()
    answer = client.get(reverse(f"{SNIPPET}:revisions_view", args=[template.pk, revision.pk]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def colleague() -> Client:
    """Somebody who may enter the CMS, and nothing else."""
    group = Group.objects.create(name="Readers of the CMS")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    return signed_in(member_of(group.name))


def test_a_draft_is_previewed_with_the_versions_that_stand_in_it_alone(version: Any) -> None:
    client, template = as_editor(), version.template
    rows = [kept_row(version, fee="300 zł"), version_row("2/2027", title="Nowy wzór", file=form())]
    sent = template_form(template.case, rows, 1, title=template.title, slug=template.slug)
    client.post(reverse(f"{SNIPPET}:edit", args=[template.pk]), sent)
    template.refresh_from_db()
    shown = preview(client, template)
    assert "300 zł" in shown and "Nowy wzór" in shown and "100 zł" not in shown
    assert str(template.case) in shown
    assert not DocumentVersion.objects.filter(title="Nowy wzór").exists()


def test_what_is_typed_and_not_yet_saved_is_previewed(version: Any) -> None:
    client, template = as_editor(), version.template
    url = reverse(f"{SNIPPET}:preview_on_edit", args=[template.pk])
    rows = [kept_row(version, fee="500 zł")]
    sent = template_form(template.case, rows, 1, title=template.title, slug=template.slug)
    assert client.post(url, sent).json() == {"is_valid": True, "is_available": True}
    assert "500 zł" in client.get(url).content.decode()


def test_versions_to_come_and_past_ones_are_shown_and_called_so(version: Any) -> None:
    for name, window in {
        "Przyszły": {"go_live_at": in_days(1)},
        "Dawny": {"expire_at": in_days(-1)},
    }.items():
        DocumentVersionFactory(template=version.template, title=name, **window)
    shown = preview(as_editor(), version.template, mode="en")
    assert shown.index("Not shown yet") < shown.index("Przyszły")
    assert shown.index("No longer shown") < shown.index("Dawny")
    assert shown.count("Not shown yet") == shown.count("No longer shown") == 1


@pytest.mark.parametrize(
    ("mode", "title", "fee"),
    [("pl", "Polski", "Opłata"), ("en", "English", "Fee"), ("../xx", "Polski", "Opłata")],
)
def test_readers_of_each_language_see_theirs(version: Any, mode: str, title: str, fee: str) -> None:
    for language, name in {"pl": "Polski wzór", "en": "English form"}.items():
        DocumentVersionFactory(template=version.template, title=name, language=language)
    shown = preview(as_editor(), version.template, mode=mode)
    assert [name for name in ("Polski", "English") if f"<h3>{name}" in shown] == [title]
    assert f"<dt>{fee}" in shown


def test_a_preview_leads_to_no_file(version: Any) -> None:
    assert version.url not in preview(as_editor(), version.template)


def test_a_new_template_is_previewed_before_it_is_saved(version: Any) -> None:
    client, url = as_editor(), reverse(f"{SNIPPET}:preview_on_add")
    sent = template_form(version.template.case, [], title="Skarga", slug="skarga")
    assert client.post(url, sent).json()["is_valid"] is True
    assert str(version.template.case) in client.get(url).content.decode()


def test_only_who_may_edit_it_gets_a_preview(version: Any) -> None:
    template = version.template
    revision = template.save_revision()
    addresses = [
        reverse(f"{SNIPPET}:preview_on_edit", args=[template.pk]),
        reverse(f"{SNIPPET}:revisions_view", args=[template.pk, revision.pk]),
        reverse(f"{SNIPPET}:preview_on_add"),
    ]
    for client in (Client(), colleague()):
        answers = [client.get(url) for url in addresses]
        assert {answer.status_code for answer in answers} == {302}
        assert not any(b"100 z" in answer.content for answer in answers)
    assert {as_editor().get(url).status_code for url in addresses} == {200}


def test_files_are_not_sent_again_by_previewing_while_somebody_types(version: Any) -> None:
    page = as_editor().get(reverse(f"{SNIPPET}:edit", args=[version.template.pk])).content.decode()
    assert 'data-w-preview-auto-update-interval-value="0"' in page
