"""The running office and a browser in front of it.

The office is started as `make run` starts it, in a folder of its own with a fresh demo town. Set
EBOK_BROWSER_VAR to a folder to keep it between runs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext
from running import Office, running
from visiting import Watch, sign_in

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
    kept = os.environ.get("EBOK_BROWSER_VAR")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("office")
    folder.mkdir(parents=True, exist_ok=True)
    with running(folder) as started:
        yield started


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
def customer_state(browser: Browser, office: Office, browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Cookies of the signed-in customer, so that not every page test signs in anew."""
    context = browser.new_context(**browser_context_args)
    sign_in(context.new_page(), office.people["customer"])
    state: dict[str, Any] = context.storage_state()
    context.close()
    return state
