"""What the library of document templates shows."""

from __future__ import annotations

from typing import Any


def library_context(*, words: str, case: str) -> dict[str, Any]:
    """Templates in force now, by case; narrowed by words and by one case."""
    return {"words": words, "case": case, "cases": []}
