"""The field that takes what a counter shows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms


class StateField(forms.DecimalField):
    """What a counter shows; a comma is as good as a point, and blanks between digits do no harm."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs take it for whole numbers
        text = str(value or "").replace(" ", "").replace("\u00a0", "").replace(",", ".")
        return super().to_python(text)
