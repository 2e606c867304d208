"""What is looked at on every page: accessibility rules, width, sizes of touch, weight."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[3]
RESULTS = ROOT / "test-results" / "screens"
# By day on a phone, by night on a desk.
LOOKS: tuple[tuple[Literal["light", "dark"], int], ...] = (("light", 360), ("dark", 1280))
HEIGHT = 800
ZOOMED = 320  # 1280 CSS pixels at 400 %
TOUCH = 44  # CSS pixels; WCAG 2.2 asks for 24
TOUCHED = (
    ".btn, summary, .side a, .bottom-bar a, .main-nav a, .emergency a, .menu-list a, select, .field input"
)
# A transition lasts an eighth of a second; what moves for longer is judged as it moves.
LOOK_MILLISECONDS, MOST_LOOKS = 25, 80
MOVING = """() => document.getAnimations().filter(part =>
    part.playState === 'running' && part.effect.getTiming().iterations !== Infinity).length"""
AXE_OPTIONS: dict[str, Any] = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}


def violations(page: Page, *, excused: tuple[str, ...] = ()) -> str:
    """What axe finds wrong, for people to read; empty when nothing. `excused` rules are not asked."""
    rules = {**AXE_OPTIONS["rules"], **{rule: {"enabled": False} for rule in excused}}
    results = Axe().run(page, options={**AXE_OPTIONS, "rules": rules})
    return results.generate_report() if results.violations_count else ""


def show_all(page: Page) -> None:
    """Make the window as high as the page, so that a bar at its foot covers nothing."""
    height: int = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size(
        {"width": page.viewport_size["width"] if page.viewport_size else 0, "height": height}
    )


def shoot(page: Page, name: str, *, scheme: str) -> None:
    """A picture of the whole page for a person to look at."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    show_all(page)
    settle(page)
    width = page.evaluate("innerWidth")
    page.screenshot(path=RESULTS / f"{name}-{width}-{scheme}.png", full_page=True)


def too_wide(page: Page) -> list[str]:
    """The elements that make the page scroll sideways, at the width it has now."""
    found: list[str] = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
            [...document.body.querySelectorAll('*')]
            .filter(part => part.getBoundingClientRect().right > innerWidth + 1)
            .map(part => part.outerHTML.slice(0, 120))"""
    )
    return found


def spilling(page: Page) -> list[str]:
    """Panels that are narrower than what stands in them."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('.panel')]
            .filter(part => part.checkVisibility() && part.scrollWidth > part.clientWidth + 1)
            .map(part => part.outerHTML.slice(0, 120))"""
    )
    return found


def too_small(page: Page) -> list[str]:
    """What is touched and lower than a finger needs."""
    found: list[str] = page.evaluate(
        """([selector, least]) => [...document.querySelectorAll(selector)]
            .filter(part => part.checkVisibility() && !['checkbox', 'radio', 'hidden'].includes(part.type))
            .map(part => [part.getBoundingClientRect().height, part.outerHTML.slice(0, 120)])
            .filter(([height]) => height > 1 && height < least - .5).map(([height, html]) => html)""",
        [TOUCHED, TOUCH],
    )
    return found


def settle(page: Page) -> None:
    """Wait until no colour or size is on its way to another: a rule asked in between sees neither look."""
    for _look in range(MOST_LOOKS):
        if not page.evaluate(MOVING):
            return
        page.wait_for_timeout(LOOK_MILLISECONDS)


def faults(page: Page, *, excused: tuple[str, ...] = ()) -> dict[str, Any]:
    """What is wrong with a page as it stands: rules of accessibility, width, sizes. Empty when nothing is."""
    show_all(page)
    settle(page)
    found = {
        "rules": violations(page, excused=excused),
        "scrolls sideways": too_wide(page),
        "too small to touch": too_small(page),
        "spills out of its panel": spilling(page),
    }
    return {name: value for name, value in found.items() if value}


@contextmanager
def weighed(page: Page) -> Iterator[dict[str, int]]:
    """Collects the bytes on the wire by address while the block runs (headers included)."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    addresses: dict[str, str] = {}
    weights: dict[str, int] = {}

    def answered(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = event["response"]["url"]

    def finished(event: dict[str, Any]) -> None:
        address = addresses.get(event["requestId"], event["requestId"])
        weights[address] = weights.get(address, 0) + int(event["encodedDataLength"])

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    yield weights
    session.detach()


def seen_in_both_looks(page: Page, name: str) -> dict[str, dict[str, Any]]:
    """What is wrong with a stop of a journey by day on a phone and by night on a desk, by width (`faults`).

    Takes a picture of each; the window is left by day, as wide as the desk.
    """
    found = {}
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found[str(width)] = faults(page)
        shoot(page, name, scheme=scheme)
    page.emulate_media(color_scheme="light")
    return found


def look_well(page: Page, name: str) -> None:
    """A page of a journey: on a phone and on a desk, then in English; afterwards all is as before.

    Raises:
        AssertionError: something is wrong with it (`faults`).
    """
    size, path = page.viewport_size, urlsplit(page.url)
    found = seen_in_both_looks(page, f"journey-{name}")
    page.goto(f"/en{path.path}?{path.query}")
    found["english"] = faults(page)
    assert page.locator("html").get_attribute("lang") == "en"
    page.goto(f"{path.path}?{path.query}")
    if size:
        page.set_viewport_size(size)
    assert not any(found.values()), found
