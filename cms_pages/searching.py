"""Search over everything that the public site shows."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from wagtail.models import Page

from cms_pages import visibility

PER_PAGE = 20
LONGEST = 100
MOST_WORDS = 8


def found_pages(*, words: str) -> list[Page]:
    """Visible pages in the language in use that match all words, best first.

    Parameters:
        words: as typed; cut to 100 characters and eight words, so that no query is a burden.
    """
    query = plain_words(words)
    if not query:
        return []
    readable = visibility.public_pages().filter(locale__language_code=visibility.language(), depth__gt=2)
    ids = list(readable.values_list("pk", flat=True))
    pages = Page.objects.filter(id__in=ids)
    exact = list(pages.search(query, operator="and"))
    return exact or list(pages.autocomplete(_stems(query), operator="and"))


def plain_words(text: str) -> str:
    """At most eight words of letters and digits: quotes and operators would be syntax to the database."""
    return " ".join(re.findall(r"\w+", text[:LONGEST])[:MOST_WORDS])


def _stems(query: str) -> str:
    """Words without their last letters: Polish endings change ("faktura", "faktury", "faktur")."""
    return " ".join(word if len(word) < 5 else word[: -1 if len(word) < 7 else -2] for word in query.split())


def search_context(*, words: str, page_number: str) -> dict[str, Any]:
    """Context of the search page.

    Raises:
        Http404: there is no such page of results.
    """
    paginator = Paginator(found_pages(words=words), PER_PAGE)
    if not page_number.isdecimal() or not 1 <= int(page_number[:6]) <= paginator.num_pages:
        raise Http404("There is no such page of results.")
    shown = paginator.page(int(page_number))
    results = Page.objects.filter(pk__in=[page.pk for page in shown.object_list]).specific().in_bulk()
    return {
        "words": words[:LONGEST],
        "total": paginator.count,
        "results": [results[page.pk] for page in shown.object_list],
        "newer_url": _link(words, shown.number - 1) if shown.has_previous() else "",
        "older_url": _link(words, shown.number + 1) if shown.has_next() else "",
    }


def _link(words: str, number: int) -> str:
    return "?" + urlencode({"q": words[:LONGEST], "page": number})
