"""The texts of Wagtail that we translate are texts of Wagtail, and all that it leaves in English."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import wagtail
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.apps import apps
from django.urls import reverse

from cms_pages import roles, script_texts
from cms_pages.tests.factories import Town, member_of, signed_in
from cms_pages.wagtail_plurals import PLURALS
from cms_pages.wagtail_words import WORDS
from documents.tests.factories import DocumentTemplateFactory

WAGTAIL = Path(wagtail.__file__).parent


def texts_of(folder: Path, *, language: str, domain: str) -> Iterator[Message]:
    source = folder / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
    if source.exists():
        with source.open("rb") as stream:
            yield from (message for message in read_po(stream) if message.id)


def known_to_wagtail(domain: str) -> tuple[set[Any], set[Any]]:
    """Texts of the installed parts of Wagtail: all of them, and those with Polish in whichever part."""
    parts = {Path(config.path) for config in apps.get_app_configs()} | {WAGTAIL / "users"}
    folders = [folder for folder in parts if folder.is_relative_to(WAGTAIL)]
    english = {text.id for folder in folders for text in texts_of(folder, language="en", domain=domain)}
    polish = {
        text.id
        for folder in folders
        for text in texts_of(folder, language="pl", domain=domain)
        if not text.fuzzy and all(text.string if isinstance(text.string, tuple | list) else [text.string])
    }
    return english, polish


@pytest.mark.long
@pytest.mark.parametrize(
    ("domain", "ours"), [("django", {*WORDS, *PLURALS}), ("djangojs", set(script_texts.WORDS))]
)
def test_what_wagtail_leaves_in_english_is_translated_by_us(domain: str, ours: set[Any]) -> None:
    english, polish = known_to_wagtail(domain)
    assert english - polish - ours == set()
    assert ours - english == set()
    assert len(set(WORDS)) == len(WORDS)


@pytest.mark.django_db
def test_scripts_of_the_cms_get_our_texts_beside_those_of_wagtail(town: Town) -> None:
    catalogue = signed_in(member_of(roles.EDITORS)).get(reverse("wagtailadmin_javascript_catalog"))
    assert '"Changes have been autosaved."' in catalogue.content.decode()


@pytest.mark.django_db
def test_buttons_say_in_whole_what_they_add(town: Town) -> None:
    client, template = signed_in(member_of(roles.MODERATORS)), DocumentTemplateFactory()
    snippet = "wagtailsnippets_documents_documenttemplate"
    assert "Add a document template" in client.get(reverse(f"{snippet}:list")).content.decode()
    form = client.get(reverse(f"{snippet}:edit", args=[template.pk])).content.decode()
    assert "Add a version" in form and "Choose another case" in form
