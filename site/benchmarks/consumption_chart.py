"""The chart of consumption (B10): ten years by the month, a year by the day, in time and in bytes."""

from __future__ import annotations

import json
from pathlib import Path

from measuring import Figure
from portal_town import Town

REPEATS = {"S": 40, "M": 100, "L": 100}
MOST_MS, MOST_KILOBYTES = 60, 20
PAGES = {
    "12 months of ten years": "span=year",
    "two years side by side": "span=years",
    "365 days": "span=year-of-days",
}


def measure(*, size: str, folder: Path) -> list[Figure]:
    """A heat point with 120 monthly and 3,650 daily rows; the contract knows nothing shorter than days."""
    town = Town(folder)
    town.prepare()
    code = f"import consumption_chart_probe; consumption_chart_probe.main({REPEATS[size]})"
    taken = json.loads(town.manage("shell", "--no-imports", "-v0", "-c", code).splitlines()[-1])
    figures = []
    for name in PAGES:
        page = taken[name]
        title = f"page, {name}"
        figures += [
            Figure(title, page["ms"], "ms CPU", limit=1, limit_name="ms", goal=MOST_MS, rule="at most"),
            Figure(
                title, page["kilobytes"], "KB gzip", limit=1, limit_name="KB", goal=MOST_KILOBYTES,
                rule="at most",
            ),
            Figure(title, page["ms"], "ms CPU", limit=page["bare"], limit_name="range scan and JSON"),
        ]  # fmt: skip
    return figures
