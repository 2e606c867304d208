"""What the library of document templates shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.api.rich_text import APIRichText

from cms_pages import visibility
from cms_pages.word_forms import plain_words, stem
from documents.models import DocumentCase, DocumentVersion
from ebok.core.areas import plain_name


@dataclass(slots=True)
class Shelf:
    """A case and the versions in force that belong to it."""

    case: DocumentCase
    versions: list[DocumentVersion] = field(default_factory=list)


def library_context(*, words: str, case: str) -> dict[str, Any]:
    """Versions in force now, by case; narrowed by words and by one case.

    Parameters:
        words: all of them must stand in title, case or description; accents, capitals
            and endings do not matter.
        case: slug of a case; empty means all.

    Raises:
        Http404: there is no such case with something to show.
    """
    shelves = _shelves(_in_force())
    if case and case not in {shelf.case.slug for shelf in shelves}:
        raise Http404(f"The library has no case {case[:40]}.")
    shown = [shelf for shelf in shelves if case in {"", shelf.case.slug}]
    for shelf in shown:
        shelf.versions = [version for version in shelf.versions if _matches(version, words)]
    return {
        "words": words,
        "chosen": case,
        "cases": [shelf.case for shelf in shelves],
        "shelves": [shelf for shelf in shown if shelf.versions],
    }


def shelf_as_data(shelf: Shelf) -> dict[str, Any]:
    """A case and its versions as the API tells them: what the public page shows of them."""
    return {
        "case": str(shelf.case),
        "slug": shelf.case.slug,
        "versions": [_version_as_data(version) for version in shelf.versions],
    }


def matching_versions(*, words: str) -> list[DocumentVersion]:
    """Versions in force now, in the reader's language where there is one, that match all words."""
    return [version for version in _in_force() if _matches(version, words)]


def _version_as_data(version: DocumentVersion) -> dict[str, Any]:
    return {
        "title": version.title,
        "version": version.version,
        "language": version.language,
        "procedure": APIRichText.serialize(version.procedure, format=APIRichText.FORMAT_HTML),
        "fee": version.fee,
        "deadline": version.deadline,
        "form_url": version.form_url,
        "valid_from": version.go_live_at,
        "valid_until": version.expire_at,
        "url": version.url,
        "kind": version.get_format_display(),
        "size": version.size,
    }


def _in_force() -> list[DocumentVersion]:
    return _in_reading_language(DocumentVersion.objects.visible(at=timezone.now()).for_library())


def _in_reading_language(versions: Any) -> list[DocumentVersion]:
    """The reader's language where a template has it, otherwise what there is."""
    found: list[DocumentVersion] = list(versions)
    language = visibility.language()
    translated = {version.template_id for version in found if version.language == language}
    return [
        version for version in found if version.language == language or version.template_id not in translated
    ]


def _shelves(versions: list[DocumentVersion]) -> list[Shelf]:
    shelves: dict[int, Shelf] = {}
    for version in versions:
        case = version.template.case
        shelves.setdefault(case.pk, Shelf(case)).versions.append(version)
    return list(shelves.values())


def _matches(version: DocumentVersion, words: str) -> bool:
    template = version.template
    text = plain_name(f"{version.title} {template.title} {template.case} {strip_tags(version.procedure)}")
    return all(plain_name(stem(word.lower())) in text for word in plain_words(words))
