"""The ways of a customer: on a phone in Polish, on a desk in English; each stop is seen in both widths."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from looking import HEIGHT, seen_in_both_looks
from opening import Opener
from playwright.sync_api import Page
from running import Office
from visiting import sign_in

WAYS = (("pl", 360), ("en", 1280))


@dataclass(frozen=True)
class Way:
    """One walk through a journey: its window, language and width, and what a journey may need besides."""

    page: Page
    language: str
    width: int
    office: Office
    newcomer: Callable[[], Page]
    opener: Opener
    folder: Path

    def go(self, path: str, *, page: Page | None = None) -> None:
        """Open a page in the language of this way."""
        (page or self.page).goto(path if self.language == "pl" else f"/en{path}")

    def sign_in(self, role: str) -> None:
        """Come as somebody of the demo town."""
        sign_in(self.page, self.office.people[role], language=self.language)

    def look(self, name: str, *, page: Page | None = None) -> None:
        """Look at a stop as it stands, by day on a phone and by night on a desk; afterwards all is as before.

        Raises:
            AssertionError: something is wrong with it (`faults`), or it is in another language.
        """
        seen = page or self.page
        assert seen.locator("html").get_attribute("lang") == self.language
        found = seen_in_both_looks(seen, f"journey-{name}-{self.language}")
        seen.set_viewport_size({"width": self.width, "height": HEIGHT})
        assert not any(found.values()), found


def in_both_ways(journey: Callable[[Way], None]) -> Callable[..., None]:
    """A test that walks a journey each way, one after the other: they share one customer's account."""

    def walk(office: Office, newcomer: Callable[[], Page], opener: Opener, tmp_path: Path) -> None:
        for language, width in WAYS:
            page = newcomer()
            page.set_viewport_size({"width": width, "height": HEIGHT})
            folder = tmp_path / language
            folder.mkdir()
            journey(Way(page, language, width, office, newcomer, opener, folder))

    walk.__name__, walk.__doc__, walk.__module__ = journey.__name__, journey.__doc__, journey.__module__
    return walk
