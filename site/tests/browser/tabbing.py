"""A walk through a whole page by Tab alone: everything is reached, and what has the focus is seen."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

# Everything that Tab should reach; of a group of radio buttons one stands for all.
BEGIN = """() => {
    const stops = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
    const name = part => part.type === 'radio' ? `radio ${part.name}` : part;
    window.ebokName = name;
    const shown = part => part.checkVisibility({visibilityProperty: true});
    window.ebokWanted = new Set([...document.querySelectorAll(stops)]
        .filter(part => shown(part) && !part.disabled && part.tabIndex >= 0).map(name));
    return ebokWanted.size;
}"""
STEP = """() => {
    const part = document.activeElement;
    if (part === document.body) return {end: true};
    const again = window.ebokFirst === part;
    window.ebokFirst ??= part;
    window.ebokWanted.delete(window.ebokName(part));
    const seen = part.matches('[type=file], [type=radio], [type=checkbox]') && part.labels?.[0] || part;
    const within = window.ebokLast === part; // days, months and years of a date: the browser marks them
    window.ebokLast = part;
    const ring = within || [part, ...(part.labels ?? [])].some(one => {
        const style = getComputedStyle(one);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    });
    const box = seen.getBoundingClientRect();
    const inside = (share, from, to, end) => Math.min(Math.max(from + (to - from) * share, 1), end - 1);
    const shown = box.bottom > 0 && box.top < innerHeight && box.width > 0 &&
        [[.5, .5], [.1, .1], [.9, .1], [.1, .9], [.9, .9]].some(([x, y]) => {
            const top = document.elementFromPoint(
                inside(x, box.left, box.right, innerWidth), inside(y, box.top, box.bottom, innerHeight));
            return top && (seen.contains(top) || top.contains(seen) && top !== document.documentElement);
        });
    return {again, ring, shown, html: part.outerHTML.slice(0, 120)};
}"""
LEFT = """() => [...ebokWanted].map(part => part.outerHTML?.slice(0, 120) ?? part)"""


def ill_walked(page: Page) -> dict[str, Any]:
    """What Tab does not reach, where the focus is not seen, and a trap it does not leave. Empty when well."""
    stops: int = page.evaluate(BEGIN)
    found: dict[str, list[str]] = {"no ring": [], "off the screen or covered": []}
    for _press in range(2 * stops + 20):
        page.keyboard.press("Tab")
        step: dict[str, Any] = page.evaluate(STEP)
        if step.get("again"):
            break
        if step.get("end"):
            continue
        if not step["ring"]:
            found["no ring"].append(step["html"])
        if not step["shown"]:
            found["off the screen or covered"].append(step["html"])
    else:
        found["never comes round"] = [page.url]
    found["not reached"] = page.evaluate(LEFT)
    return {name: value for name, value in found.items() if value}
