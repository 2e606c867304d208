"""Rows on their way into a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat

from selfservice.exchange.loading.values import Cells

TAKEN, REMOVED, PARTIAL = "0", "1", "2"
"""What becomes of a row: it is written, it is removed, or it is written but for columns that its file leaves
out, of which it keeps what stands."""


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Good rows, column by column.

    Parameters:
        columns: one sequence of canonical cells a column.
        lines: where the rows stand in their file.
        marks: what becomes of each row.
        text: the same rows in the text format of COPY, when they came so that nothing had to be changed.
    """

    columns: Sequence[Cells]
    lines: Sequence[int] = ()
    marks: Cells = ()
    text: str = ""

    def as_text(self) -> str:
        """The rows in the text format of COPY with empty cells for NULL, escaped where it is needed."""
        if self.text or not self.columns[0]:
            return self.text
        text = "\n".join(map("\t".join, zip(*self.columns, strict=True)))
        count = len(self.columns[0])
        plain = text.count("\t") == count * (len(self.columns) - 1) and text.count("\n") == count - 1
        if not plain or "\\" in text or "\r" in text:
            escaped = (map(_escaped, column) for column in self.columns)
            text = "\n".join(map("\t".join, zip(*escaped, strict=True)))
        return f"{text}\n"


def constant(value: str, count: int) -> Cells:
    """A column of equal cells."""
    return list(repeat(value, count))


def _escaped(cell: str) -> str:
    cell = cell.replace("\\", "\\\\").replace("\t", "\\t")
    return cell.replace("\n", "\\n").replace("\r", "\\r")
