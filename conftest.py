"""Which cases of a test the quick suite runs, and which the long one."""

from __future__ import annotations

import gc
from collections import defaultdict

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to the long tests all cases but the few that the mark asks for, spread over the list."""
    cases: defaultdict[str, list[pytest.Item]] = defaultdict(list)
    wanted: dict[str, int] = {}
    for item in items:
        if mark := item.get_closest_marker("few"):
            name = item.nodeid.partition("[")[0]
            cases[name].append(item)
            wanted[name] = mark.args[0]
    for name, some in cases.items():
        step = (len(some) - 1) / max(wanted[name] - 1, 1)
        kept = {round(place * step) for place in range(wanted[name])}
        for place, item in enumerate(some):
            if place not in kept:
                item.add_marker("long")


def pytest_collection_finish() -> None:
    """What is imported stays for good: looking through it for cycles took seconds."""
    gc.freeze()
