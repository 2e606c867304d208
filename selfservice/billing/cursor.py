"""A place in the list of invoices: page 100 costs what page 1 costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from selfservice.exchange.models import Invoice


@dataclass(frozen=True, slots=True)
class Cursor:
    """The invoice beside which a page of the list begins."""

    issued_on: date
    invoice_no: str

    @classmethod
    def of(cls, invoice: Invoice) -> Cursor:
        """The place of one invoice."""
        return cls(issued_on=invoice.issued_on, invoice_no=invoice.invoice_no)

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """Read a place from an address such as `2026-11-05_FV/2026/11/00412`.

        Raises:
            ValueError: it is none.
        """
        day, separator, number = text.partition("_")
        if not separator or not number or "\x00" in number:
            raise ValueError("not a place in the list")
        return cls(issued_on=date.fromisoformat(day), invoice_no=number)

    def __str__(self) -> str:
        return f"{self.issued_on.isoformat()}_{self.invoice_no}"
