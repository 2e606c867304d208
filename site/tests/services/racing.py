"""Acts that begin at the same moment, each on a connection of its own."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connections

PATIENCE = 30.0  # seconds


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave or raised, when all began together, each on a connection of its own."""
    together = threading.Barrier(len(acts), timeout=PATIENCE)
    came: list[Any] = [None] * len(acts)

    def run(number: int) -> None:
        try:
            together.wait()
            came[number] = acts[number]()
        except Exception as error:
            came[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return came


def kinds(came: list[Any]) -> Counter[type]:
    return Counter(type(one) for one in came)
