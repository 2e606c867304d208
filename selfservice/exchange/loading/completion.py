"""An invoice row that names an FA(3) file and little else gets the rest from that file."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from selfservice.exchange import fa3, xml
from selfservice.exchange.contract import Column, contract
from selfservice.exchange.loading.batch import Batch
from selfservice.exchange.loading.header import COMPLETED
from selfservice.exchange.loading.judge import Row, RowJudge
from selfservice.exchange.loading.report import Fatal, Report
from selfservice.exchange.loading.source import Absent, Source
from selfservice.exchange.loading.staging import XML_LINES
from selfservice.exchange.loading.values import BadValue, reader_for

BATCH = 2048
FILE = "invoices.csv"
_HEADER = ("position", "description", "unit", "quantity", "unit_price", "net", "vat_rate", "vat", "gross")


class Completion:
    """Completes invoice rows and keeps the lines found, in a temporary file, until they are asked for."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.completed = 0
        self._required = [column for column in contract()["invoices"].columns if column.required]
        self._spool = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115 closed by close()
        self._writer = csv.writer(self._spool)

    def close(self) -> None:
        """Forget the lines."""
        self._spool.close()

    def __call__(self, row: Row, line: int) -> Row:
        """The row, completed where it needs it; what the row says itself goes before the XML.

        Raises:
            BadValue: the XML is absent, unsafe or no FA(3) invoice.
        """
        path = row.get("xml", "")
        if not path or all(row.get(column.name) for column in self._required) or row.get("_deleted") == "1":
            return row
        invoice = self._read(path)
        known = {name: text for name, text in row.items() if text}
        completed = {**dict.fromkeys(row, ""), **_header(invoice), **known}
        self.completed += 1
        for found in invoice.lines:
            cells = [_cell(getattr(found, name)) for name in _HEADER]
            self._writer.writerow([line, completed["invoice_no"], *cells])
        return completed

    def lines(self, columns: Sequence[Column], report: Report) -> Iterator[Batch]:
        """The lines of all completed invoices, judged as rows of `invoice_lines`."""
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
        while rows := list(islice(reader, BATCH)):
            batch = judge.batch([row[1:] for row in rows], [int(row[0]) for row in rows])
            positions = map(int, batch.columns[place])
            lines = [
                position * XML_LINES + line for position, line in zip(positions, batch.lines, strict=True)
            ]
            yield replace(batch, lines=lines)

    def _read(self, path: str) -> fa3.Fa3Invoice:
        try:
            with self.source.open(path) as stream:
                return fa3.read_invoice(stream.read(xml.LARGEST + 1))
        except Absent as error:
            raise BadValue("dangling", f"{path!r} is not in the delivery's files.") from error
        except Fatal as error:
            raise BadValue(error.problem.code, error.problem.reason) from error
        except xml.UnsafeXml as error:
            raise BadValue(error.code, str(error)) from error
        except fa3.NotFa3 as error:
            raise BadValue("bad_fa3", str(error)) from error


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
