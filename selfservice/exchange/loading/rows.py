"""A CSV file of a delivery as batches of canonical columns.

A batch without fault passes at C speed, column by column. Any doubt sends the batch, and it alone,
through the slow reading, which tells file, line, column and reason of every fault in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from selfservice.exchange.contract import DELETED, Table
from selfservice.exchange.loading.batch import PARTIAL, TAKEN, Batch, constant
from selfservice.exchange.loading.header import columns_of
from selfservice.exchange.loading.judge import Complete, RowJudge, breaks_rule
from selfservice.exchange.loading.manifest import Listed, Manifest
from selfservice.exchange.loading.parsing import Parsed, Parser
from selfservice.exchange.loading.report import Fatal, Problem, Report
from selfservice.exchange.loading.stream import JudgedText
from selfservice.exchange.loading.values import BadValue, Cells, reader_for

_ALIVE = frozenset(("", "0"))


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
        self._text = JudgedText(stream, file=listed.name, encoding=manifest.encoding)
        self._parser = Parser(iter(self._text), delimiter=manifest.delimiter, file=listed.name)
        self.header = [name.strip() for name in self._parser.header()]
        self._completes = complete is not None and "xml" in self.header
        self.columns = columns_of(
            self.header,
            table=table,
            file=listed.name,
            full=manifest.full,
            completed=self._completes,
        )
        self.left_out = () if manifest.full else self._left_out()
        self._in_order = self.header == [column.name for column in self.columns]
        self._readers = {column.name: reader_for(column) for column in table.columns}
        self._judge = RowJudge(
            file=listed.name,
            table=table,
            header=self.header,
            columns=self.columns,
            readers=self._readers,
            report=report,
            complete=complete,
            left_out=self.left_out,
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
        for parsed in self._parser:
            self.rows += len(parsed.lines)
            yield self._fast(parsed) or self._judge.batch(parsed.as_rows(), parsed.lines)
        self._compare()

    def _fast(self, parsed: Parsed) -> Batch | None:
        """The batch, or None when anything in it needs a closer look."""
        if parsed.columns is None or len(parsed.columns) != len(self.header):
            return None
        given = dict(zip(self.header, parsed.columns, strict=True))
        if not _ALIVE.issuperset(given.get(DELETED, ())) or breaks_rule(self.table, given):
            return None
        if self._completes and any(given["xml"]):
            return None
        count = len(parsed.lines)
        try:
            columns = [self._canonical(column.name, given, count) for column in self.columns]
        except BadValue:
            return None
        for column, cells in zip(self.columns, columns, strict=True):
            if column.required and "" in cells:
                return None
        unchanged = self._in_order and all(map(_is, columns, parsed.columns))
        return Batch(
            columns=columns,
            lines=parsed.lines,
            marks=constant(PARTIAL if self.left_out else TAKEN, count),
            text=parsed.text if unchanged else "",
        )

    def _left_out(self) -> tuple[str, ...]:
        """Columns that rows may have from elsewhere only, and in a delta keep where they have not."""
        return tuple(column.name for column in self.columns if column.name not in self.header)

    def _canonical(self, name: str, given: dict[str, Cells], count: int) -> Cells:
        cells = given.get(name)
        return constant("", count) if cells is None else self._readers[name].column(cells)

    def _compare(self) -> None:
        if self._text.sha256 != self.listed.sha256:
            end = f"The file ends after line {self._parser.line - 1}"
            raise self._fatal("checksum", f"{end}; its SHA-256 is not the one of the manifest.")
        if self.rows != self.listed.rows:
            reason = f"{self.rows} rows, the manifest says {self.listed.rows}."
            raise self._fatal("row_count", reason)

    def _fatal(self, code: str, reason: str) -> Fatal:
        return Fatal(Problem(file=self.listed.name, code=code, reason=reason))


def _is(one: Cells, other: Cells) -> bool:
    return one is other
