"""The rows of one table of a delivery: those of its file, and invoice lines that came in XML documents."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import BinaryIO

from selfservice.exchange.contract import Column, Table
from selfservice.exchange.loading.batch import Batch, constant
from selfservice.exchange.loading.completion import Completion
from selfservice.exchange.loading.manifest import Listed, Manifest
from selfservice.exchange.loading.report import Fatal, Problem, Report
from selfservice.exchange.loading.rows import CsvFile
from selfservice.exchange.loading.source import Absent, Source
from selfservice.exchange.loading.stream import CHUNK


class TableRows:
    """All rows that a delivery has for one table; use it with `with`.

    Parameters:
        listed: the table's file, None when the delivery has none.
        completion: what reads invoices from XML documents.
        standing: which of some invoices have lines in the database.
    """

    def __init__(
        self,
        *,
        source: Source,
        manifest: Manifest,
        report: Report,
        table: Table,
        listed: Listed | None,
        completion: Completion,
        standing: Callable[[set[str]], set[str]],
    ) -> None:
        self.table = table
        self.standing = standing
        self.listed = listed
        self.completion = completion
        self.report = report
        self.name = f"{table.name}.csv"
        self.replaces = manifest.full and listed is not None
        self.has_lines_from_xml = table.name == "invoice_lines" and completion.completed > 0
        self.columns: Sequence[Column] = table.columns
        self._stream: BinaryIO | None = None
        self._file: CsvFile | None = None
        self._from_xml = 0
        self._told: set[str] = set()
        if listed is not None:
            self._open(source, manifest, listed)

    def __enter__(self) -> TableRows:
        return self

    def __exit__(self, *problem: object) -> None:
        if self._stream is not None:
            self._stream.close()

    def __iter__(self) -> Iterator[Batch]:
        return chain(self._rows_of_file(), self._lines_from_xml())

    @property
    def names(self) -> list[str]:
        """Names of the columns that the rows have."""
        return [column.name for column in self.columns]

    @property
    def touched(self) -> list[str]:
        """Columns that the rows say something about: a full delivery empties those that it leaves out."""
        return list(self.table.names) if self.replaces else self.names

    @property
    def count(self) -> int:
        """Rows read so far, good or bad."""
        return (self._file.rows if self._file else 0) + self._from_xml

    @property
    def refused(self) -> list[tuple[str, ...]]:
        """Keys of rows that were not taken."""
        return self._file.refused if self._file else []

    @property
    def left_out(self) -> Sequence[str]:
        """Columns that only documents fill: other rows of a delta keep what stands there."""
        return self._file.left_out if self._file else ()

    @property
    def depends_on_xml(self) -> bool:
        """Have rows been completed, so that the file alone does not say what they are?"""
        return self.table.name in ("invoices", "invoice_lines") and self.completion.completed > 0

    def _open(self, source: Source, manifest: Manifest, listed: Listed) -> None:
        self._stream = opened(source, listed)
        try:
            self._file = CsvFile(
                self._stream,
                listed=listed,
                table=self.table,
                manifest=manifest,
                report=self.report,
                complete=self.completion if self.table.name == "invoices" else None,
            )
        except Fatal:
            self._stream.close()
            raise
        self.columns = self._file.columns
        if self.replaces and self.has_lines_from_xml:
            # Documents say more of their lines than the file does; in a full delivery that empties nothing.
            left_out = [column for column in self.table.columns if column.name not in self.names]
            self.columns = [*self.columns, *left_out]

    def _rows_of_file(self) -> Iterator[Batch]:
        if self._file is None:
            return
        spares = self.completion.spares if self.has_lines_from_xml else set()
        place = self.names.index(self.table.key[0])
        for batch in self._file.batches():
            if spares:
                self._told |= spares.intersection(batch.columns[place])
            yield self._widened(batch)

    def _widened(self, batch: Batch) -> Batch:
        lacking = len(self.columns) - len(batch.columns)
        if not lacking:
            return batch
        empty = constant("", len(batch.lines))
        return replace(batch, columns=[*batch.columns, *[empty] * lacking], text="")

    def _lines_from_xml(self) -> Iterator[Batch]:
        if not self.has_lines_from_xml:
            return
        untold = self.completion.spares - self._told
        kept = set() if self.replaces else self.standing(untold)
        for batch in self.completion.lines(self.columns, self.report, without=self._told | kept):
            self._from_xml += len(batch.lines)
            yield batch


def fingerprint(listed: Listed, manifest: Manifest) -> str:
    """What makes files of two full deliveries mean the same; empty in delta mode."""
    if not manifest.full:
        return ""
    told = f"{listed.sha256} {listed.rows} {manifest.encoding} {manifest.delimiter}"
    return hashlib.sha256(told.encode()).hexdigest()


def verify(source: Source, listed: Listed) -> None:
    """Check that a file is the one that the manifest lists, without reading its rows.

    Raises:
        Fatal: it is not.
    """
    digest = hashlib.sha256()
    with opened(source, listed) as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    if digest.hexdigest() != listed.sha256:
        reason = "Its SHA-256 is not the one of the manifest."
        raise Fatal(Problem(file=listed.name, code="checksum", reason=reason))


def opened(source: Source, listed: Listed) -> BinaryIO:
    """The stream of a listed file. Raises Fatal when it is absent."""
    try:
        return source.open(listed.name)
    except Absent as error:
        reason = "The manifest lists the file, the delivery does not have it."
        raise Fatal(Problem(file=listed.name, code="absent", reason=reason)) from error
