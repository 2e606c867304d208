"""The list of invoices (B4): page 100 costs what page 1 costs, and the town's size does not matter."""

from __future__ import annotations

from pathlib import Path

from measuring import SIZES, Figure
from portal_town import Town

REPEATS = {"S": 100, "M": 300, "L": 300}
GROWTH = 1.2


def measure(*, size: str, folder: Path) -> list[Figure]:
    """An account with 2,000 invoices in a town of the size asked for."""
    town = Town(folder)
    town.prepare()
    before = town.probe(repeats=REPEATS[size])["invoices, page 1"]
    town.grow(first=300_000, last=300_000 + SIZES[size])
    pages = town.probe(repeats=REPEATS[size])
    first = pages["invoices, page 1"]
    return [
        Figure(
            "invoices, page 100", pages["invoices, page 100"]["p50"], "ms CPU", limit=first["p50"],
            limit_name="page 1", goal=GROWTH, rule="at most",
        ),
        Figure(
            f"invoices, page 1, {SIZES[size]:,} accounts", first["p50"], "ms CPU", limit=before["p50"],
            limit_name="an empty town", goal=GROWTH, rule="at most",
        ),
        *[
            Figure(f"SQL of {name}", pages[name]["bare"], "ms CPU", limit=first["bare"], limit_name="page 1")
            for name in ("invoices, page 100", "invoices, filter", "invoices, search")
        ],
        Figure("questions of a page", first["queries"], "queries"),
    ]  # fmt: skip
