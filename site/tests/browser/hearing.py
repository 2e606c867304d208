"""What a screen reader gets of a page: the tree that Chromium gives it, and what axe does not ask of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

# Roles that do something or are jumped to, and so must say what they are.
CONTROLS = {
    "button", "link", "textbox", "searchbox", "combobox", "listbox", "checkbox", "radio", "switch", "slider",
    "spinbutton", "menuitem", "option", "tab", "Date", "DisclosureTriangle",
}  # fmt: skip
LANDMARKS = {"navigation", "complementary", "region", "form", "search"}
NAMED = {"table", "figure", "dialog", "image"}
MARKUP = """() => ({
    placeholders: [...document.querySelectorAll('input[placeholder], textarea[placeholder]')]
        .filter(field => !field.labels?.length && !field.ariaLabel && !field.hasAttribute('aria-labelledby'))
        .map(field => field.outerHTML.slice(0, 120)),
    untied: [...document.querySelectorAll('.field-error')]
        .filter(error => !document.querySelector(`[aria-describedby~="${error.closest('[id]')?.id}"]`))
        .map(error => error.outerHTML.slice(0, 120)),
    languages: [...document.querySelectorAll('a[hreflang]')]
        .filter(link => link.hreflang !== document.documentElement.lang && link.lang !== link.hreflang)
        .map(link => link.outerHTML.slice(0, 120)),
    title: document.title,
})"""


def ill_heard(page: Page) -> dict[str, Any]:
    """What a screen reader would read badly; empty when nothing."""
    nodes = list(tree(page))
    markup = page.evaluate(MARKUP)
    headings = [(level(node), name(node)) for node in nodes if role(node) == "heading"]
    levels = [0, *(level for level, _words in headings)]
    jumps = [words for before, (after, words) in zip(levels, headings, strict=False) if after > before + 1]
    nameless = [role(node) for node in nodes if not name(node)]
    found = {
        "controls without a name": [kind for kind in nameless if kind in CONTROLS],
        "names that are placeholders": markup["placeholders"],
        "tables and pictures without a name": [kind for kind in nameless if kind in NAMED],
        "not one main heading": [] if levels.count(1) == 1 else headings,
        "headings that jump": jumps,
        "headings without words": [level for level, words in headings if not words],
        "not one main part": [] if Counter(map(role, nodes))["main"] == 1 else ["main"],
        "landmarks that sound alike": alike(nodes),
        "errors that no field tells": markup["untied"],
        "foreign words without their language": markup["languages"],
        "a title that does not tell": [] if tells(markup["title"], headings) else [markup["title"]],
    }
    return {what: where for what, where in found.items() if where}


def tree(page: Page) -> Iterator[dict[str, Any]]:
    """The nodes that are read aloud, in their order."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    yield from (node for node in nodes if not node.get("ignored"))


def role(node: dict[str, Any]) -> str:
    return str(node.get("role", {}).get("value", ""))


def name(node: dict[str, Any]) -> str:
    return str(node.get("name", {}).get("value", "")).strip()


def level(node: dict[str, Any]) -> int:
    values = [each["value"]["value"] for each in node.get("properties", []) if each["name"] == "level"]
    return int(values[0]) if values else 0


def alike(nodes: list[dict[str, Any]]) -> list[str]:
    """Landmarks of one kind that carry the same name, or none though there are several."""
    # A form without a name is no landmark, whatever its role is called.
    landmarks = [node for node in nodes if role(node) in LANDMARKS and (name(node) or role(node) != "form")]
    heard = Counter((role(node), name(node)) for node in landmarks)
    return [f"{kind} {words!r} {count} times" for (kind, words), count in heard.items() if count > 1]


def tells(title: str, headings: list[tuple[int, str]]) -> bool:
    """Page, then office: "Invoices · Town Water". The page's own words come first."""
    return len(title) > 8 and not title.startswith(("·", "–", "-")) and bool(headings)
