"""Links of the header and the footer, in the language in use."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from wagtail.models import Page

from cms_pages import generation, visibility
from cms_pages.models.standard import AccessibilityStatementPage, SearchPage, StandardPage


@dataclass(frozen=True, slots=True)
class Menu:
    """(title, url) of the pages that editors put into header and footer, and where to search."""

    header: tuple[tuple[str, str], ...] = ()
    footer: tuple[tuple[str, str], ...] = ()
    search_url: str = ""


def header(*, path: str) -> list[tuple[str, str, bool]]:
    """(title, url, whether the reader is there) of the header's links.

    Parameters:
        path: of the page being read.
    """
    return [(title, url, path.startswith(url)) for title, url in _menu().header]


def footer() -> tuple[tuple[str, str], ...]:
    """(title, url) of the footer's links."""
    return _menu().footer


def search_url() -> str:
    """Address of the search; empty while the site has none."""
    return _menu().search_url


def _menu() -> Menu:
    language = visibility.language()
    # A name for this shape of Menu: one that an older version stored must not be read as it.
    return generation.known(f"menus.{language}", lambda: _read(language))


def _read(language: str) -> Menu:
    """One query: pages right under the home page of the language."""
    pages = (
        visibility.public_pages()
        .filter(depth=visibility.HOME_DEPTH + 1, locale__language_code=language)
        .annotate(
            in_footer=_in_footer(StandardPage) | _in_footer(AccessibilityStatementPage),
            is_search=Exists(SearchPage.objects.filter(pk=OuterRef("pk"))),
        )
    )
    addresses = visibility.Addresses()
    links = [(page, (page.title, addresses.of(page))) for page in pages]
    return Menu(
        header=tuple(link for page, link in links if page.show_in_menus),
        footer=tuple(link for page, link in links if page.in_footer),
        search_url=next((url for page, (_title, url) in links if page.is_search), ""),
    )


def _in_footer(model: type[Page]) -> Exists:
    return Exists(model.objects.filter(pk=OuterRef("pk"), show_in_footer=True))
