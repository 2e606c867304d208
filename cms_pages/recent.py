"""A small memory of one process: what was seen lately."""

from __future__ import annotations

import time
from collections import OrderedDict


class Recent:
    """Remembers texts for some seconds, at most so many; the oldest goes first."""

    def __init__(self, *, seconds: float, most: int) -> None:
        self.seconds = seconds
        self.most = most
        self._seen: OrderedDict[str, float] = OrderedDict()

    def add(self, text: str) -> None:
        """Remember `text` from now on."""
        self._seen[text] = time.monotonic() + self.seconds
        self._seen.move_to_end(text)
        while len(self._seen) > self.most:
            self._seen.popitem(last=False)

    def __contains__(self, text: str) -> bool:
        return self._seen.get(text, 0.0) > time.monotonic()
