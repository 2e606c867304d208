"""The dashboard (B3): its questions, its cost above its SQL, and that neither grows with the town."""

from __future__ import annotations

from pathlib import Path

from measuring import SIZES, Figure
from portal_town import Town

REPEATS = {"S": 100, "M": 300, "L": 300}
SMALL_TOWN = 1_000
MOST_QUERIES = 8
GROWTH = 1.2


def measure(*, size: str, folder: Path) -> list[Figure]:
    """A small town first, then one of the size asked for (ten times the small one at least)."""
    large = max(SIZES[size], 10 * SMALL_TOWN)
    town = Town(folder)
    town.prepare()
    town.grow(first=200_000, last=200_000 + SMALL_TOWN)
    before = town.probe(repeats=REPEATS[size])
    town.grow(first=300_000, last=300_000 + large)
    after = town.probe(repeats=REPEATS[size])
    own, long = after["dashboard"], after["dashboard of 2,000 invoices"]
    empty = after["a page without questions"]
    return [
        Figure(
            "questions of a dashboard", own["queries"], "queries", limit=1, limit_name="query",
            goal=MOST_QUERIES, rule="at most",
        ),
        Figure(
            "questions with 2,000 invoices", long["queries"], "queries", limit=own["queries"],
            limit_name="with 12", goal=1.0, rule="at most",
        ),
        Figure(
            f"dashboard, {large:,} accounts", own["p50"], "ms CPU", limit=before["dashboard"]["p50"],
            limit_name=f"{SMALL_TOWN:,} accounts", goal=GROWTH, rule="at most",
        ),
        Figure(
            "dashboard, 2,000 invoices", long["p50"], "ms CPU", limit=own["p50"],
            limit_name="12 invoices", goal=GROWTH, rule="at most",
        ),
        Figure(
            "dashboard", own["p50"], "ms CPU", limit=own["bare"] + empty["p50"],
            limit_name="its SQL and a page without questions",
        ),
        Figure(
            "dashboard, 99th percentile", own["p99"], "ms CPU", limit=before["dashboard"]["p99"],
            limit_name=f"{SMALL_TOWN:,} accounts",
        ),
    ]  # fmt: skip
