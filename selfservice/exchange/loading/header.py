"""The header row: which columns a file has."""

from __future__ import annotations

from collections.abc import Sequence

from selfservice.exchange.contract import DELETED, Column, Table
from selfservice.exchange.loading.report import Fatal, Problem

COMPLETED = frozenset(
    [
        "account_no",
        "invoice_no",
        "kind",
        "corrects_no",
        "issued_on",
        "due_on",
        "period_from",
        "period_to",
        "net",
        "vat",
        "gross",
        "open_amount",
        "currency",
        "ksef_hash",
    ]
)
"""Columns of invoices that an FA(3) document fills."""


def columns_of(
    header: Sequence[str], *, table: Table, file: str, full: bool, completed: bool
) -> tuple[Column, ...]:
    """The columns that rows of the file will have, in the file's order.

    Columns that are not required may be left out: in full mode they are empty then, in delta mode
    they keep what stands.

    Parameters:
        completed: rows may be filled from an FA(3) document, so that required columns need not be there.

    Raises:
        Fatal: a column is unknown, missing, or there twice.
    """
    known = {*table.names} | ({DELETED} if not full else set())
    for name in header:
        if name not in known:
            raise _fatal(file, name, "unknown_column", f"The table {table.name} has no such column.")
        if header.count(name) > 1:
            raise _fatal(file, name, "duplicate_column", "The column stands there twice.")
    given = frozenset(header)
    for column in table.columns:
        if column.required and column.name not in given and not completed:
            raise _fatal(file, column.name, "missing_column", "The column is required.")
    standing = tuple(table.column(name) for name in header if name != DELETED)
    if not completed:
        return standing
    return standing + tuple(column for column in table.columns if column.name in COMPLETED - given)


def _fatal(file: str, column: str, code: str, reason: str) -> Fatal:
    return Fatal(Problem(file=file, line=1, column=column[:80], code=code, reason=reason))
