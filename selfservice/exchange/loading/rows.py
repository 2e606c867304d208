"""A CSV file of a delivery as batches of canonical columns.

A batch without fault passes at C speed, column by column. Any doubt sends the batch, and it alone,
through the slow reading, which tells file, line, column and reason of every fault in it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import BinaryIO

from selfservice.exchange.contract import DELETED, Column, Table
from selfservice.exchange.loading.header import columns_of
from selfservice.exchange.loading.judge import Batch, Complete, RowJudge, breaks_rule
from selfservice.exchange.loading.manifest import Listed, Manifest
from selfservice.exchange.loading.report import Fatal, Problem, Report
from selfservice.exchange.loading.stream import CHUNK, LONGEST_LINE, JudgedStream
from selfservice.exchange.loading.values import BadValue, Cells, reader_for

BATCH = 4096
_ALIVE = frozenset(("", "0"))

csv.field_size_limit(LONGEST_LINE)


class CsvFile:
    """One listed file, read once from begin to end.

    Parameters:
        stream: its bytes.
        listed: what the manifest says of it.
        table: the table that it fills.
        manifest: encoding, delimiter, mode.
        report: takes the faults of its rows.
        complete: fills a row from elsewhere (an invoice from its XML) before it is judged.
    """

    def __init__(
        self,
        stream: BinaryIO,
        *,
        listed: Listed,
        table: Table,
        manifest: Manifest,
        report: Report,
        complete: Complete | None = None,
    ) -> None:
        self.listed = listed
        self.table = table
        self.rows = 0
        self._judged = JudgedStream(stream, file=listed.name, encoding=manifest.encoding)
        encoding = "utf-8-sig" if manifest.encoding == "utf-8" else manifest.encoding
        buffered = io.BufferedReader(self._judged, CHUNK)
        text = io.TextIOWrapper(buffered, encoding=encoding, errors="strict", newline="")
        self._reader = csv.reader(text, delimiter=manifest.delimiter, strict=True)
        self.header = self._head()
        self.columns = columns_of(
            self.header,
            table=table,
            file=listed.name,
            full=manifest.full,
            completed=complete is not None and "xml" in self.header,
        )
        self._readers = {column.name: reader_for(column) for column in table.columns}
        self._judge = RowJudge(
            file=listed.name,
            table=table,
            header=self.header,
            columns=self.columns,
            readers=self._readers,
            report=report,
            complete=complete,
        )

    @property
    def refused(self) -> list[tuple[str, ...]]:
        """Keys of rows that were not taken."""
        return self._judge.refused

    def batches(self) -> Iterator[Batch]:
        """All good rows; at the end the checksum and the number of rows have been compared.

        Raises:
            Fatal: the file is broken, or not the one that the manifest describes.
        """
        before = self._reader.line_num
        while rows := self._next(BATCH):
            lines = _lines(rows, before=before, after=self._reader.line_num)
            lines, rows = _without_blanks(lines, rows)
            self.rows += len(rows)
            if rows:
                yield self._fast(rows, lines) or self._judge.batch(rows, lines)
            before = self._reader.line_num
        self._compare()

    def _head(self) -> list[str]:
        first = self._next(1)
        if not first:
            raise self._fatal("empty", "The file has no header row.")
        return [name.strip() for name in first[0]]

    def _next(self, count: int) -> list[list[str]]:
        line = self._reader.line_num
        try:
            return list(islice(self._reader, count))
        except csv.Error as error:
            raise self._fatal("broken_csv", f"{error}.", line=self._reader.line_num or line) from error
        except UnicodeDecodeError as error:
            # The decoder runs ahead of the lines, so the line is the first that it could not give.
            reason = f"Not {error.encoding} as declared: byte {error.object[error.start]:#04x}."
            raise self._fatal("encoding", reason, line=self._reader.line_num + 1) from error

    def _fast(self, rows: list[list[str]], lines: Sequence[int]) -> Batch | None:
        """The batch, or None when anything in it needs a closer look."""
        try:
            given = dict(zip(self.header, zip(*rows, strict=True), strict=True))
            if any("" in given[column.name] for column in self.columns if column.required):
                return None
            if not _ALIVE.issuperset(given.get(DELETED, ())) or breaks_rule(self.table, given):
                return None
            columns = [self._canonical(column, given, len(rows)) for column in self.columns]
        except (BadValue, KeyError, ValueError):
            return None
        return Batch(lines=lines, columns=columns, deleted=["0"] * len(rows))

    def _canonical(self, column: Column, given: dict[str, tuple[str, ...]], count: int) -> Cells:
        cells = given.get(column.name)
        return [""] * count if cells is None else self._readers[column.name].column(cells)

    def _compare(self) -> None:
        if self._judged.sha256 != self.listed.sha256:
            end = f"The file ends at line {self._reader.line_num}"
            raise self._fatal("checksum", f"{end}; its SHA-256 is not the one of the manifest.")
        if self.rows != self.listed.rows:
            reason = f"{self.rows} rows, the manifest says {self.listed.rows}."
            raise self._fatal("row_count", reason)

    def _fatal(self, code: str, reason: str, *, line: int = 0) -> Fatal:
        return Fatal(Problem(file=self.listed.name, line=line, code=code, reason=reason))


def _lines(rows: list[list[str]], *, before: int, after: int) -> Sequence[int]:
    """The first line of every row: quoted cells may span several."""
    if after - before == len(rows):
        return range(before + 1, after + 1)
    lines, line = [], before + 1
    for row in rows:
        lines.append(line)
        breaks = (cell.replace("\r\n", "\n").replace("\r", "\n").count("\n") for cell in row)
        line += 1 + sum(breaks)
    return lines


def _without_blanks(lines: Sequence[int], rows: list[list[str]]) -> tuple[Sequence[int], list[list[str]]]:
    if all(rows):
        return lines, rows
    kept = [(line, row) for line, row in zip(lines, rows, strict=True) if row]
    return [line for line, _ in kept], [row for _, row in kept]
