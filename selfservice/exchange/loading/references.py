"""References between rows: whatever a row names must exist when the delivery has been taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfservice.exchange.contract import Column, Kind, Table, contract
from selfservice.exchange.loading.database import Database
from selfservice.exchange.loading.report import SHOWN, Problem, Report
from selfservice.exchange.loading.staging import Staged, place, undo_name

_MISSING = "SELECT 1 FROM {parent} p WHERE p.{parent_key} = s.{column}"
# Within one table a row may name another of the same delivery, or one that stands and stays.
_MISSING_SELF = """
    SELECT 1 FROM {stage} p WHERE p.{parent_key} = s.{column} AND p._mark <> 1
    UNION ALL SELECT 1 FROM {parent} p WHERE p.{parent_key} = s.{column} AND {stays}"""
_STAYS_FULL = "EXISTS (SELECT 1 FROM {refused} r WHERE r.{parent_key} = p.{parent_key})"
_STAYS_DELTA = "NOT EXISTS (SELECT 1 FROM {stage} g WHERE g.{parent_key} = p.{parent_key} AND g._mark = 1)"
_DANGLING = """
    SELECT s._line, s.{column} FROM {stage} s
    WHERE s._mark <> 1 AND s.{column} IS NOT NULL AND NOT EXISTS ({found}) ORDER BY s._line"""
# Counted, not asked for with EXISTS: in the hope of an early hit PostgreSQL would look up row by row.
_COUNT_DANGLING = """
    SELECT COUNT(*) FROM {child} s WHERE s.{column} IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE p.{parent_key} = s.{column})"""
_LEFT_BEHIND = """
    SELECT COUNT(*), MIN(c.{column}) FROM {child} c
    WHERE c.{column} IN (SELECT {parent_key} FROM {undo} WHERE _act = 'D')"""


def refuse_dangling(staged: Staged, *, file: str, report: Report) -> None:
    """Report and withdraw staged rows that name something absent; the tables named are applied already.

    Withdrawing a row may leave others of the same table without what they name, so it is repeated
    until nothing more is found.
    """
    while lines := [line for column in _columns(staged) for line in _dangling(staged, column, file, report)]:
        staged.withdraw(sorted(set(lines)))


def any_dangling(db: Database, table: Table) -> bool:
    """Does any row of a table, written directly, name something absent?"""
    return any(
        db.value(
            _COUNT_DANGLING,
            child=db.quoted(table.name),
            **_names(db, column),
        )
        for column in table.columns
        if column.references
    )


def report_left_behind(db: Database, *, parent: Table, report: Report) -> None:
    """Report rows that still name what this delivery removed from `parent`."""
    for child, column in _referring(parent):
        count, example = db.rows(
            _LEFT_BEHIND,
            child=db.quoted(child.name),
            undo=undo_name(parent.name),
            **_names(db, column),
        )[0]
        if count:
            reason = f"{count} rows of {child.name} still name a removed row, for example {example!r}."
            file = f"{parent.name}.csv"
            report.error(
                Problem(file=file, column=column.name, code="removed_in_use", reason=reason), times=count
            )


def _dangling(staged: Staged, column: Column, file: str, report: Report) -> Sequence[int]:
    parts = {**staged.parts, **_names(staged.db, column)}
    if column.references == staged.table.name:
        parts["stays"] = (_STAYS_FULL if staged.full else _STAYS_DELTA).format_map(parts)
        parts["found"] = _MISSING_SELF.format_map(parts)
    else:
        parts["found"] = _MISSING.format_map(parts)
    found = staged.db.rows(_DANGLING, **parts)
    shown = max(SHOWN, report.max_errors)
    for line, value in found[:shown]:
        report.error(_problem(file, line, column, f"{value!r} is not in {_called(column)}."))
    if len(found) > shown:
        further = _problem(file, 0, column, "Further rows name something absent.")
        report.error(further, times=len(found) - shown)
    return [line for line, _ in found]


def _columns(staged: Staged) -> list[Column]:
    return [column for column in staged.table.columns if column.references and column.name in staged.names]


def _referring(parent: Table) -> Iterator[tuple[Table, Column]]:
    for child in contract().values():
        for column in child.columns:
            if column.references == parent.name:
                yield child, column


def _names(db: Database, column: Column) -> dict[str, str]:
    key = "path" if column.kind is Kind.PATH else contract()[column.references].key[0]
    return {
        "column": db.quoted(column.name),
        "parent": db.quoted(column.references),
        "parent_key": db.quoted(key),
    }


def _called(column: Column) -> str:
    return "the delivery's files" if column.kind is Kind.PATH else column.references


def _problem(file: str, line: int, column: Column, reason: str) -> Problem:
    file, line = place(file, line)
    return Problem(file=file, line=line, column=column.name, code="dangling", reason=reason)
