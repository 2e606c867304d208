"""Lines and tax sums of an invoice in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as now_text

from ebok.core.money import NBSP, format_decimal, format_money
from ebok.core.quantities import decimals_of, format_quantity
from selfservice.billing.vat import VatRow, rate_as_printed
from selfservice.exchange.models import InvoiceLine


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line, ready to print; figures that the billing system left out are empty."""

    description: str
    quantity: str
    unit_price: str
    net: str
    rate: str
    gross: str


def line_rows(*, lines: list[InvoiceLine], currency: str) -> list[LineRow]:
    """The lines of one invoice."""
    return [
        LineRow(
            description=line.description,
            quantity=quantity(line.quantity, unit=line.unit),
            unit_price=unit_price(line.unit_price, currency=currency),
            net=_amount(line.net, currency),
            rate=rate_in_words(line.vat_rate),
            gross=_amount(line.gross, currency),
        )
        for line in lines
    ]


def vat_lines(*, rows: list[VatRow], currency: str) -> list[tuple[str, str, str, str]]:
    """Rate, net, tax and gross of each rate, ready to print."""
    return [
        (
            rate_in_words(row.rate),
            _amount(row.net, currency),
            _amount(row.vat, currency),
            _amount(row.gross, currency),
        )
        for row in rows
    ]


def quantity(value: Decimal | None, *, unit: str) -> str:
    """`12,5 m³`: as many decimals as there are, at most six."""
    return "" if value is None else format_quantity(value, unit=unit)


def unit_price(value: Decimal | None, *, currency: str) -> str:
    """`5,12 zł`, `5,1234 zł`: at least two decimals; a price is never rounded."""
    if value is None:
        return ""
    if decimals_of(value) <= 2:
        return format_money(value, currency=currency or "PLN")
    return f"{format_decimal(value, places=decimals_of(value))}{NBSP}{_sign(currency)}"


def rate_in_words(rate: str) -> str:
    """`8%` for a rate, `exempt` for `zw`, `not taxed` for `np`; others as they stand."""
    words = {"zw": now_text("exempt"), "np": now_text("not taxed")}
    return words.get(rate.lower()) or rate_as_printed(rate)


def _amount(value: Decimal | None, currency: str) -> str:
    return "" if value is None else format_money(value, currency=currency or "PLN")


def _sign(currency: str) -> str:
    return "zł" if currency in {"", "PLN"} else currency
