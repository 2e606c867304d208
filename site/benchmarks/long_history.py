"""A customer of many years beside a new one: 2,000 invoices, 4,000 entries, 30 meters with 3,600 readings,

and 1,000 each of letters, collections, tickets, messages and readings sent.
"""

from __future__ import annotations

from pathlib import Path

from measuring import Figure
from portal_town import FEW, HISTORY_PAGES, MANY, Town

REPEATS = {"S": 60, "M": 200, "L": 200}
GROWTH = 1.2


def measure(*, size: str, folder: Path) -> list[Figure]:
    """Each page of both customers; the town's size does not matter here."""
    town = Town(folder)
    town.prepare()
    town.remember(account=FEW, entries=24, meters=1, readings=24, others=20)
    town.remember(account=MANY, entries=4000, meters=30, readings=120, others=1000)
    pages = town.probe(repeats=REPEATS[size], module="history_probe")
    figures = []
    for name in HISTORY_PAGES:
        few, many = pages[f"{name}, few"], pages[f"{name}, many"]
        figures += [
            Figure(
                f"{name}, long history", many["p50"], "ms CPU", limit=few["p50"], limit_name="short one",
                goal=GROWTH, rule="at most",
            ),
            Figure(
                f"questions of {name}, long history", many["queries"], "queries", limit=few["queries"],
                limit_name="short one", goal=1.0, rule="at most",
            ),
        ]  # fmt: skip
    return figures
