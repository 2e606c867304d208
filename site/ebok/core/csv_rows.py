"""CSV that a spreadsheet opens without running anything that a stranger typed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

# A spreadsheet takes a cell that begins with one of these for a formula or a command
# (OWASP, "CSV Injection").
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets read Polish letters wrongly


class _Line:
    """The file that `csv.writer` writes to: keeps one line only."""

    text = ""

    def write(self, text: str) -> int:
        self.text = text
        return len(text)


def csv_lines(
    *, header: Iterable[str], rows: Iterable[Iterable[Any]], delimiter: str = ";", mark: bool = True
) -> Iterator[str]:
    """Lines of a CSV file (RFC 4180, CR LF) one by one, so that long tables need no memory.

    Parameters:
        header: names of the columns.
        rows: cells as text, numbers, days, instants or None; made harmless by `safe_cell`.
        delimiter: `;`, which Polish spreadsheets expect.
        mark: begin with a byte order mark, for people; False for machines.
    """
    line = _Line()
    writer = csv.writer(line, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([safe_cell(cell) for cell in header])
    yield (BYTE_ORDER_MARK if mark else "") + line.text
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
        yield line.text


def safe_cell(value: Any) -> str:
    """One value as text: ISO days and instants, a decimal point, empty for None.

    Text that a spreadsheet could run gets an apostrophe in front; numbers keep their minus sign.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text
