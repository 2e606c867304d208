"""Opens pages as anybody: one browser window for each person and appearance, kept while the tests run."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from visiting import Watch, prove, sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from running import Office

VISITOR = "visitor"
# Somewhat less than an idle session of the office lives.
FRESH_SECONDS = 600


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Only one of the processes that test together is inside."""
    with path.open("a") as lock:
        flock(lock, LOCK_EX)
        yield


@dataclass
class Opener:
    """Windows by person and colour scheme ("light", "dark")."""

    browser: Browser
    office: Office
    defaults: dict[str, Any]
    windows: dict[tuple[str, str], tuple[Page, Watch]] = field(default_factory=dict)

    def open(self, person: str, path: str, *, scheme: str, width: int, status: int = 200) -> Page:
        """The page at `path`, past a question for a fresh proof if there is one.

        Raises:
            AssertionError: it is not there, or leads elsewhere.
        """
        page, _watch = self._window(person, scheme)
        page.set_viewport_size({"width": width, "height": 800})
        answer = page.goto(path)
        if person != VISITOR and urlsplit(page.url).path != urlsplit(path).path:
            answer = prove(page, self.office.people[person]) or answer
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

    def state(self, person: str) -> dict[str, Any] | None:
        """Cookies of the signed-in person; whoever asks first signs in, for all processes."""
        if person == VISITOR:
            return None
        kept = self.office.folder / f"signed-in-{person}-{urlsplit(self.office.address).port}.json"
        with one_at_a_time(kept.with_suffix(".lock")):
            if not kept.exists() or time.time() - kept.stat().st_mtime > FRESH_SECONDS:
                context = self.browser.new_context(**self.defaults)
                sign_in(context.new_page(), self.office.people[person])
                kept.write_text(json.dumps(context.storage_state()))
                context.close()
        state: dict[str, Any] = json.loads(kept.read_text())
        return state

    def _window(self, person: str, scheme: str) -> tuple[Page, Watch]:
        if (person, scheme) not in self.windows:
            context = self.browser.new_context(
                **self.defaults, color_scheme=scheme, storage_state=self.state(person)
            )
            watch = Watch(context, self.office.address)
            self.windows[person, scheme] = (context.new_page(), watch)
        return self.windows[person, scheme]
