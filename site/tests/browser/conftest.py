"""The running office and a browser in front of it.

The office is started as `make run` starts it, in a folder of its own with a fresh demo town. Set
EBOK_BROWSER_VAR to a folder to keep it between runs. `running.py` opens it for several processes at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from opening import Opener
from playwright.sync_api import Browser, BrowserContext, Page
from running import ADDRESS, FOLDER, Office, found_at, running
from visiting import Watch

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    kept = os.environ.get(FOLDER)
    folder = Path(kept) if kept else tmp_path_factory.mktemp("office")
    folder.mkdir(parents=True, exist_ok=True)
    if address := os.environ.get(ADDRESS):
        yield found_at(address, folder)
        return
    with running(folder) as address:
        yield found_at(address, folder)


@pytest.fixture(scope="session")
def base_url(office: Office) -> str:
    return office.address


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "pl-PL", "timezone_id": "Europe/Warsaw"}


@pytest.fixture
def watch(context: BrowserContext, office: Office) -> Watch:
    return Watch(context, office.address)


@pytest.fixture(autouse=True)
def _nothing_forbidden(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every journey is also a test of privacy: no third party, no policy violation, no script error.

    The CMS is left out: Wagtail's editor carries inline styles (site/docs/security.md).
    """
    if "context" not in request.fixturenames or request.node.get_closest_marker("cms"):
        yield
        return
    watch: Watch = request.getfixturevalue("watch")
    yield
    assert watch.offences == []


@pytest.fixture(scope="session")
def opener(browser: Browser, office: Office, browser_context_args: dict[str, Any]) -> Iterator[Opener]:
    """Windows of everybody who is signed in, so that not every test of a page signs in anew."""
    opened = Opener(browser, office, browser_context_args)
    yield opened
    opened.close()


@pytest.fixture
def newcomer(
    browser: Browser, office: Office, browser_context_args: dict[str, Any]
) -> Iterator[Callable[[], Page]]:
    """Opens a browser of somebody else each time it is called, with the same rules as for `page`."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def open_browser() -> Page:
        context = browser.new_context(**browser_context_args)
        opened.append((context, Watch(context, office.address)))
        return context.new_page()

    yield open_browser
    for context, watch in opened:
        context.close()
        assert watch.offences == []
