"""Opens pages as anybody: one browser window for each person, kept while the tests run.

No two windows share a session: a fresh proof gives it a new name, and the other would be signed out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from visiting import Watch, prove, say_why, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from running import Office

VISITOR = "visitor"


@dataclass
class Opener:
    """Windows by person."""

    browser: Browser
    office: Office
    defaults: dict[str, Any]
    windows: dict[str, tuple[Page, Watch]] = field(default_factory=dict)

    def open(self, person: str, path: str, *, scheme: str, width: int, status: int = 200) -> Page:
        """The page at `path` by day ("light") or night ("dark"), past a question for a proof or a reason.

        Raises:
            AssertionError: it is not there, or leads elsewhere.
        """
        page, _watch = self._window(person)
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 800})
        answer = page.goto(path)
        if person != VISITOR and urlsplit(page.url).path != urlsplit(path).path:
            answer = prove(page, self.office.people[person]) or answer
        answer = say_why(page) or answer
        assert urlsplit(page.url).path == urlsplit(path).path, f"{path} leads to {page.url}"
        assert answer
        assert answer.status == status, f"{path} answers {answer.status}"
        return page

    def offences(self) -> list[str]:
        """What must not be met, since the last time this was asked."""
        met = [offence for _page, watch in self.windows.values() for offence in watch.offences]
        for _page, watch in self.windows.values():
            watch.offences.clear()
        return met

    def close(self) -> None:
        for page, _watch in self.windows.values():
            page.context.close()

    def _window(self, person: str) -> tuple[Page, Watch]:
        if person not in self.windows:
            context = self.browser.new_context(**self.defaults)
            watch = Watch(context, self.office.address)
            page = context.new_page()
            if person != VISITOR:
                sign_in(page, self.office.people[person])
            self.windows[person] = (page, watch)
        return self.windows[person]
