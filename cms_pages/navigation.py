"""Links of the header and the footer, in the language in use."""

from __future__ import annotations

from dataclasses import dataclass

from cms_pages import generation, visibility
from cms_pages.models.base import BasePage


@dataclass(frozen=True, slots=True)
class Menu:
    """(title, url) of the pages under the home page that editors put into header and footer."""

    header: tuple[tuple[str, str], ...] = ()
    footer: tuple[tuple[str, str], ...] = ()


_known: dict[str, tuple[int, Menu]] = {}


def header(*, path: str) -> list[tuple[str, str, bool]]:
    """(title, url, whether the reader is there) of the header's links.

    Parameters:
        path: of the page being read.
    """
    return [(title, url, path.startswith(url)) for title, url in _menu().header]


def footer() -> tuple[tuple[str, str], ...]:
    """(title, url) of the footer's links."""
    return _menu().footer


def forget() -> None:
    """Read the menus anew at the next question (for tests)."""
    _known.clear()


def _menu() -> Menu:
    number, language = generation.current(), visibility.language()
    if language not in _known or _known[language][0] != number:
        _known[language] = (number, _read())
    return _known[language][1]


def _read() -> Menu:
    home = visibility.home_of()
    if home is None:
        return Menu()
    listed = [
        page for page in visibility.public_pages().child_of(home).specific() if isinstance(page, BasePage)
    ]
    return Menu(
        header=tuple((page.title, page.url) for page in listed if page.show_in_menus),
        footer=tuple((page.title, page.url) for page in listed if page.show_in_footer),
    )
