"""A place in a list by day and number: page 100 costs what page 1 costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Cursor:
    """The row beside which a page of the list begins, by its day and its number."""

    day: date
    key: str

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """Read a place from an address such as `2026-11-05_FV/2026/11/00412`.

        Raises:
            ValueError: it is none.
        """
        day, separator, key = text.partition("_")
        if not separator or not key or "\x00" in key:
            raise ValueError("not a place in the list")
        return cls(day=date.fromisoformat(day), key=key)

    def __str__(self) -> str:
        return f"{self.day.isoformat()}_{self.key}"
