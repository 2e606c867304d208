"""The slow and telling way to read rows: every fault with its line, column and reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from selfservice.exchange.contract import DELETED, Column, Table
from selfservice.exchange.loading.batch import PARTIAL, REMOVED, TAKEN, Batch
from selfservice.exchange.loading.report import Problem, Report
from selfservice.exchange.loading.values import BadValue, Cells, Reader

Row = dict[str, str]
Complete = Callable[[Row, int], Row]
MARK = "_mark"


def breaks_rule(table: Table, columns: Mapping[str, Cells]) -> bool:
    """Does any row break a rule that spans columns? A collection visits an area or a point."""
    if table.name != "collections":
        return False
    empty = ("",) * len(next(iter(columns.values())))
    pairs = zip(columns.get("area_code", empty), columns.get("point_no", empty), strict=True)
    return any(not area and not point for area, point in pairs)


class RowJudge:
    """Judges rows one by one.

    Parameters:
        file: name for problems.
        header: columns as they stand in the file; `columns` those that rows shall have.
        readers: how to read the cells of each column.
        report: takes the faults; the keys of refused rows are kept in `refused`.
        complete: fills a row from elsewhere before it is judged.
        left_out: columns of which a row that is not filled keeps what stands.
    """

    def __init__(
        self,
        *,
        file: str,
        table: Table,
        header: Sequence[str],
        columns: Sequence[Column],
        readers: Mapping[str, Reader],
        report: Report,
        complete: Complete | None,
        left_out: Sequence[str] = (),
    ) -> None:
        self.file = file
        self.table = table
        self.header = header
        self.columns = columns
        self.readers = readers
        self.report = report
        self.complete = complete
        self.left_out = left_out
        self.refused: list[tuple[str, ...]] = []

    def batch(self, rows: Sequence[Sequence[str]], lines: Sequence[int]) -> Batch:
        """The good ones among the rows; the others are reported."""
        judged = ((line, self._row(row, line)) for line, row in zip(lines, rows, strict=True))
        good = [(line, row) for line, row in judged if row is not None]
        return Batch(
            lines=[line for line, _ in good],
            columns=[[row[column.name] for _, row in good] for column in self.columns],
            marks=[row[MARK] for _, row in good],
        )

    def _row(self, cells: Sequence[str], line: int) -> Row | None:
        if len(cells) != len(self.header):
            reason = f"{len(cells)} columns, the header has {len(self.header)}."
            self._problem(line, "", BadValue("column_count", reason))
            return None
        given = dict(zip(self.header, cells, strict=True))
        try:
            row = self.complete(given, line) if self.complete else given
        except BadValue as error:
            self._problem(line, "xml", error)
            return None
        partial = any(name not in row for name in self.left_out)
        faults = self._faults(row)
        for column, fault in faults:
            self._problem(line, column, fault)
        if not faults:
            row[MARK] = REMOVED if row[DELETED] == "1" else PARTIAL if partial else TAKEN
            return row
        if not {column for column, _ in faults} & set(self.table.key):
            self.refused.append(tuple(row[name] for name in self.table.key))
        return None

    def _faults(self, row: Row) -> list[tuple[str, BadValue]]:
        """What is wrong with a row; good cells are made canonical in place."""
        faults: list[tuple[str, BadValue]] = []
        flag = row.get(DELETED) or "0"
        if flag not in ("0", "1"):
            faults.append((DELETED, BadValue("bad_boolean", f"{flag[:40]!r} is neither 1 nor 0.")))
        row[DELETED] = flag
        for column in self.columns:
            wanted = column.name in self.table.key if flag == "1" else column.required
            try:
                row[column.name] = self._cell(column, row.get(column.name, ""), wanted=wanted)
            except BadValue as error:
                faults.append((column.name, error))
        if flag != "1" and breaks_rule(self.table, {name: (cell,) for name, cell in row.items()}):
            faults.append(("area_code", BadValue("required", "Either area_code or point_no is required.")))
        return faults

    def _cell(self, column: Column, cell: str, *, wanted: bool) -> str:
        if cell:
            return self.readers[column.name].cell(cell)
        if wanted:
            raise BadValue("required", "The value is required.")
        return cell

    def _problem(self, line: int, column: str, error: BadValue) -> None:
        self.report.error(
            Problem(file=self.file, line=line, column=column, code=error.code, reason=error.reason)
        )
