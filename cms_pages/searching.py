"""Search over everything that the public site shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from wagtail.models import Page

from cms_pages import visibility
from cms_pages.library import matching_versions
from cms_pages.models import AnnouncementPage, DocumentLibraryPage, Kind
from cms_pages.word_forms import LONGEST, plain_words, stem
from ebok.core.areas import plain_name

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A line of the results."""

    title: str
    lead: str
    url: str


def found_pages(*, words: str) -> list[Page]:
    """Visible pages in the language in use that match all words: as typed first, then in other forms.

    Parameters:
        words: as typed; see `plain_words`.
    """
    typed = plain_words(words)
    if not typed:
        return []
    readable = visibility.public_pages().filter(locale__language_code=visibility.language(), depth__gt=2)
    pages = Page.objects.filter(id__in=list(readable.values_list("pk", flat=True)))
    stems = [stem(word.lower()) for word in typed]
    found = [
        *pages.search(" ".join(typed), operator="and"),
        *pages.autocomplete(" ".join(stems), operator="and"),
        *_of_kind(pages, stems),
    ]
    return list({page.pk: page for page in found}.values())


def _of_kind(pages: Any, stems: list[str]) -> list[Page]:
    """Announcements of the kinds that some of the words name, narrowed by the other words."""
    named = {word: _kinds_called(word) for word in stems}
    kinds: set[str] = set().union(*named.values())
    if not kinds:
        return []
    of_kind = AnnouncementPage.objects.of_kinds(*kinds).newest_first()
    found = pages.filter(pk__in=of_kind.values("pk")).order_by("-first_published_at", "-pk")
    others = [word for word, kinds_of_word in named.items() if not kinds_of_word]
    return list(found.autocomplete(" ".join(others), operator="and") if others else found)


def _kinds_called(word: str) -> set[str]:
    """Kinds of announcements with a word in their name that begins so: `awar` is an outage."""
    beginning = plain_name(word)
    return {
        str(kind)
        for kind, label in Kind.choices
        if any(part.startswith(beginning) for part in plain_name(str(label)).split())
    }


def found_forms(*, words: str) -> list[Found]:
    """Document templates in force that match all words; none where the library has no public page."""
    if not plain_words(words):
        return []
    library = (
        visibility.public_pages(model=DocumentLibraryPage)
        .filter(locale__language_code=visibility.language())
        .first()
    )
    if library is None:
        return []
    return [
        Found(version.title, str(version.template.case), f"{library.url}?{urlencode({'q': version.title})}")
        for version in matching_versions(words=words)
    ]


def search_context(*, words: str, page_number: str) -> dict[str, Any]:
    """Context of the search page.

    Raises:
        Http404: there is no such page of results.
    """
    results = [*found_forms(words=words), *found_pages(words=words)]
    paginator = Paginator(results, PER_PAGE)
    if not page_number.isdecimal() or not 1 <= int(page_number[:6]) <= paginator.num_pages:
        raise Http404("There is no such page of results.")
    shown = paginator.page(int(page_number))
    return {
        "words": words[:LONGEST],
        "total": paginator.count,
        "results": _lines(list(shown.object_list)),
        "newer_url": _link(words, shown.number - 1) if shown.has_previous() else "",
        "older_url": _link(words, shown.number + 1) if shown.has_next() else "",
    }


def _lines(results: list[Found | Page]) -> list[Found]:
    """What the reader sees of each; pages are read whole in one query a type."""
    keys = [found.pk for found in results if isinstance(found, Page)]
    pages = Page.objects.filter(pk__in=keys).specific().in_bulk()
    addresses = visibility.Addresses()
    whole = (found if isinstance(found, Found) else pages[found.pk] for found in results)
    return [
        found if isinstance(found, Found) else Found(found.title, found.lead, addresses.of(found))
        for found in whole
    ]


def _link(words: str, number: int) -> str:
    return "?" + urlencode({"q": words[:LONGEST], "page": number})
