"""What a quantity would cost, at the prices of the last invoice that charged for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from ebok.core.money import rounded
from selfservice.access.models import AccountAccess
from selfservice.access.scope import exchange_answers, scoped
from selfservice.exchange.models import Invoice, InvoiceLine

LINES_READ = 200


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """What one unit cost on one invoice.

    Parameters:
        gross: all lines of that unit together, tax included, in `currency`, not rounded.
        invoice_no: where it stands.
    """

    gross: Decimal
    invoice_no: str
    currency: str

    def estimate(self, quantity: Decimal) -> Decimal:
        """The gross amount for a quantity, in whole grosze; fixed charges are not in it."""
        return rounded(self.gross * quantity)


@exchange_answers()
def unit_prices(*, access: AccountAccess, points: Collection[str]) -> dict[tuple[str, str], UnitPrice]:
    """Prices by (point, unit) from the newest invoice with such lines, in one query.

    Lines that name no point count for the account's points together, under the point "".

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    lines = (
        scoped(InvoiceLine, access=access)
        .filter(unit_price__isnull=False, invoice__kind=Invoice.Kind.INVOICE, quantity__isnull=False)
        .select_related("invoice")
        .order_by("-invoice__issued_on", "-invoice", "position")[:LINES_READ]
    )
    by_place: dict[tuple[str, str], list[InvoiceLine]] = defaultdict(list)
    for line in lines:
        if not line.point_no or line.point_no in points:
            known = by_place[line.point_no, line.unit]
            if not known or known[0].invoice_id == line.invoice_id:
                known.append(line)
    return {place: _price(found) for place, found in by_place.items()}


def price_for(prices: dict[tuple[str, str], UnitPrice], *, point_no: str, unit: str) -> UnitPrice | None:
    """The price of a unit at a point, or of the account as a whole."""
    return prices.get((point_no, unit)) or prices.get(("", unit))


def _price(lines: list[InvoiceLine]) -> UnitPrice:
    """Components of one unit add up: a cubic metre of water and its way into the sewer."""
    by_component: dict[str, Decimal] = {}
    for line in lines:
        if line.unit_price is not None:
            by_component[line.component or line.description] = line.unit_price * (1 + _tax(line.vat_rate))
    invoice = lines[0].invoice
    return UnitPrice(
        gross=sum(by_component.values(), Decimal(0)),
        invoice_no=invoice.invoice_no,
        currency=invoice.currency or "PLN",
    )


def _tax(rate: str) -> Decimal:
    """0.08 for `8`; nought for rates that are words (`zw`, `np`)."""
    try:
        return Decimal(rate.rstrip("%")) / 100
    except InvalidOperation:
        return Decimal(0)
