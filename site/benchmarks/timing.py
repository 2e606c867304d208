"""Sign-in, registration, reset and linking do not tell by their time whether somebody is known (check 8).

200 pairs each, in random order; times of known and unknown people must not be separable by ranks.
"""

from __future__ import annotations

import json
import statistics
from pathlib import Path

from measuring import Figure
from portal_town import Town
from ranks import p_value

PAIRS = 200
# A test at this level cries wolf once in a hundred runs and act; then it is measured once more.
LEVEL = 0.01
ACTS = ("sign_in", "registration", "reset", "link_by_invoice", "link_by_code")


def measure(*, size: str, folder: Path) -> list[Figure]:
    """For each act the probability of the ranks seen, and how far the medians are apart."""
    town = Town(folder)
    town.prepare()
    figures = []
    for act in ACTS:
        taken = _taken(town, act)
        if p_value(taken["known"], taken["unknown"]) <= LEVEL:
            taken = _taken(town, act)
        figures += _figures(act, taken)
    return figures


def _taken(town: Town, act: str) -> dict[str, list[float]]:
    code = f"import timing_probe; timing_probe.main({act!r}, {PAIRS})"
    taken: dict[str, list[float]] = json.loads(
        town.manage("shell", "--no-imports", "-v0", "-c", code).splitlines()[-1]
    )
    return taken


def _figures(act: str, taken: dict[str, list[float]]) -> list[Figure]:
    known, unknown = taken["known"], taken["unknown"]
    return [
        Figure(
            f"{act}, known against unknown", p_value(known, unknown), "p", limit=1.0,
            limit_name="no difference", goal=LEVEL,
        ),
        Figure(
            f"{act}, known", statistics.median(known) * 1000, "ms", limit=statistics.median(unknown) * 1000,
            limit_name="unknown",
        ),
    ]  # fmt: skip
