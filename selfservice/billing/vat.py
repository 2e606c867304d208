"""The summary of an invoice by tax rate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from selfservice.exchange.models import Invoice, InvoiceLine


@dataclass(frozen=True, slots=True)
class VatRow:
    """Sums of all lines with one rate ("23", "8", "zw"), in the invoice's currency."""

    rate: str
    net: Decimal
    vat: Decimal
    gross: Decimal


def vat_summary(*, invoice: Invoice, lines: Iterable[InvoiceLine]) -> list[VatRow]:
    """Sums by tax rate, in the order in which the rates appear.

    Empty when lines lack figures or do not add up to the totals of the invoice: sellers may compute
    tax from the total of a rate (art. 106e sec. 10 of the Polish VAT Act), and then sums of rounded
    lines would contradict the invoice.
    """
    sums: dict[str, VatRow] = {}
    for line in lines:
        if line.net is None or line.vat is None or line.gross is None:
            return []
        so_far = sums.get(line.vat_rate, VatRow(line.vat_rate, Decimal(0), Decimal(0), Decimal(0)))
        sums[line.vat_rate] = VatRow(
            rate=line.vat_rate,
            net=so_far.net + line.net,
            vat=so_far.vat + line.vat,
            gross=so_far.gross + line.gross,
        )
    totals = tuple(sum((getattr(row, name) for row in sums.values()), Decimal(0)) for name in AMOUNTS)
    return list(sums.values()) if totals == (invoice.net, invoice.vat, invoice.gross) else []


AMOUNTS = ("net", "vat", "gross")


def rate_as_printed(rate: str) -> str:
    """`8%` for a rate in figures; `zw`, `np` and other words of the tax law as they stand."""
    figures = rate.replace(".", "").replace(",", "")
    return f"{rate}%" if figures.isdigit() else rate
