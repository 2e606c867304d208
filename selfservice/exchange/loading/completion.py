"""An invoice row that names an FA(3) file gets from that file what it does not say itself."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

from documents.errors import FileMissing
from documents.storage import FileStream, private_storage
from selfservice.exchange import fa3, xml
from selfservice.exchange.contract import Column, contract
from selfservice.exchange.loading.batch import Batch
from selfservice.exchange.loading.header import COMPLETED
from selfservice.exchange.loading.judge import Row, RowJudge
from selfservice.exchange.loading.report import Fatal, Problem, Report
from selfservice.exchange.loading.source import Absent, Source
from selfservice.exchange.loading.staging import XML_LINES
from selfservice.exchange.loading.values import BadValue, reader_for

BATCH = 2048
FILE = "invoices.csv"
_HEADER = ("position", "description", "unit", "quantity", "unit_price", "net", "vat_rate", "vat", "gross")


class Completion:
    """Completes invoice rows and keeps the lines found, in a temporary file, until they are asked for.

    Parameters:
        stored: path -> storage key of a document that an older delivery brought, None for none.
        report: takes a warning of a document that is no FA(3), when its row is whole without it.

    `completed` counts the rows whose document was looked at; `spares` are numbers of invoices whose own rows
    were whole: lines of their documents are taken only where there are no others.
    """

    def __init__(self, source: Source, report: Report, *, stored: Callable[[str], str | None]) -> None:
        self.source = source
        self.stored = stored
        self.report = report
        self.spares: set[str] = set()
        self.completed = 0
        self._required = [column for column in contract()["invoices"].columns if column.required]
        self._spool = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115 closed by close()
        self._writer = csv.writer(self._spool)

    def close(self) -> None:
        """Forget the lines."""
        self._spool.close()

    def __call__(self, row: Row, line: int) -> Row:
        """The row, completed where cells are empty; what the row says itself goes before the XML.

        Raises:
            BadValue: the row needs the XML, which is absent, unsafe or no FA(3) invoice.
        """
        path = row.get("xml", "")
        if not path or row.get("_deleted") == "1":
            return row
        self.completed += 1
        whole = all(row.get(column.name) for column in self._required)
        try:
            invoice = self._read(path)
        except BadValue as error:
            if not whole:
                raise
            reason = f"{error.reason} The row is taken as it stands."
            self.report.warning(Problem(file=FILE, line=line, column="xml", code=error.code, reason=reason))
            return row
        known = {name: text for name, text in row.items() if text}
        completed = {**dict.fromkeys(row, ""), **_header(invoice), **known}
        if whole:
            self.spares.add(completed["invoice_no"])
        for found in invoice.lines:
            cells = [_cell(getattr(found, name)) for name in _HEADER]
            self._writer.writerow([line, completed["invoice_no"], *cells])
        return completed

    def lines(
        self, columns: Sequence[Column], report: Report, *, without: Collection[str]
    ) -> Iterator[Batch]:
        """The lines of all completed invoices but some, judged as rows of `invoice_lines`."""
        header = ("invoice_no", *_HEADER)
        judge = RowJudge(
            file=FILE,
            table=contract()["invoice_lines"],
            header=header,
            columns=columns,
            readers={column.name: reader_for(column) for column in columns},
            report=report,
            complete=None,
        )
        self._spool.seek(0)
        reader = csv.reader(self._spool)
        place = [column.name for column in columns].index("position")
        wanted = (row for row in reader if row[1] not in without)
        while rows := list(islice(wanted, BATCH)):
            batch = judge.batch([row[1:] for row in rows], [int(row[0]) for row in rows])
            positions = map(int, batch.columns[place])
            lines = [
                position * XML_LINES + line for position, line in zip(positions, batch.lines, strict=True)
            ]
            yield replace(batch, lines=lines)

    def _read(self, path: str) -> fa3.Fa3Invoice:
        try:
            with self._open(path) as stream:
                return fa3.read_invoice(stream.read(xml.LARGEST + 1))
        except (Absent, FileMissing) as error:
            raise BadValue("dangling", f"{path!r} is not in the delivery's files.") from error
        except Fatal as error:
            raise BadValue(error.problem.code, error.problem.reason) from error
        except xml.UnsafeXml as error:
            raise BadValue(error.code, str(error)) from error
        except fa3.NotFa3 as error:
            raise BadValue("bad_fa3", str(error)) from error

    def _open(self, path: str) -> FileStream | BinaryIO:
        """The document in this delivery, or that of an older one, which need not be sent again."""
        try:
            return self.source.open(path)
        except Absent:
            key = self.stored(path)
            if key is None:
                raise
            return private_storage().open(key)


def _header(invoice: fa3.Fa3Invoice) -> Row:
    names = COMPLETED - {"account_no"}
    return {"account_no": invoice.customer_no, **{name: _cell(getattr(invoice, name)) for name in names}}


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case _:
            return str(value)
