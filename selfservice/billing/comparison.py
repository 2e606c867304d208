"""Why is this bill higher? The difference of two invoices, split into what caused it.

For a component billed on both invoices with quantities q0, q1 and gross amounts g0, g1, let v = g / q
be what one unit cost in effect, and d0, d1 the days billed. Then

    days   = v0 * (q0 * d1 / d0 - q0)       as much a day as before, but more or fewer days
    usage  = v0 * (q1 - q0 * d1 / d0)       more or less a day than before
    price  = (v1 - v0) * q1                 the new quantity at the new instead of the old price

and days + usage + price = v1 * q1 - v0 * q0 = g1 - g0. This is the usual split of a change in value
into volume and price (quantities weighed with old prices as in the index of Laspeyres, prices with new
quantities as in that of Paasche), which leaves no mixed term; the volume is parted once more by time.
A fee billed by time (a month, a day) has no usage: v0 * (q1 - q0) is days. What stands on one invoice
alone, is counted in pieces, or has no figures, is one-off, and so is all that lines do not explain.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from selfservice.billing.grosze import apportioned
from selfservice.exchange.models import Invoice, InvoiceLine

BY_TIME = {"month", "mies", "mies.", "m-c", "mc", "msc", "miesiąc", "day", "dzień", "doba", "dni"}
PIECES = {"", "szt", "szt.", "pcs", "kpl", "kpl.", "usł", "usł.", "usługa"}


class Cause(StrEnum):
    """Why two invoices differ; closed list."""

    USAGE = "usage"
    PRICE = "price"
    DAYS = "days"
    ONE_OFF = "one_off"


class DifferentCurrencies(ValueError):
    """Two invoices in different currencies have no difference."""


@dataclass(frozen=True, slots=True)
class Item:
    """What was billed for one component at one point, all its lines together.

    Parameters:
        quantity: in `unit`; None when the invoice gives none. gross: in the invoice's currency, or None.
        rates: net price of a unit and tax rate of each line.
    """

    description: str
    unit: str
    quantity: Decimal | None
    gross: Decimal | None
    rates: frozenset[tuple[Decimal | None, str]] = frozenset()

    @property
    def rate(self) -> tuple[Decimal, str] | None:
        """The one net price of a unit with its tax rate, as printed; None when there are several or none."""
        if len(self.rates) != 1:
            return None
        ((price, tax),) = self.rates
        return None if price is None else (price, tax)


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One component on the earlier and on the later invoice; None where it does not stand."""

    before: Item | None
    after: Item | None

    @property
    def description(self) -> str:
        """What it is called, by the later invoice first."""
        item = self.after or self.before
        return item.description if item else ""

    @property
    def unit(self) -> str:
        """Unit of the quantities."""
        item = self.after or self.before
        return item.unit if item else ""

    @property
    def difference(self) -> Decimal | None:
        """By how much its gross amount rose; None when an invoice gives no amount."""
        if (self.before and self.before.gross is None) or (self.after and self.after.gross is None):
            return None
        return _gross(self.after) - _gross(self.before)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference of two invoices and its causes.

    Parameters:
        difference: gross of the later minus gross of the earlier invoice.
        parts: the share of each cause; together exactly the difference.
        days: billed by the earlier and by the later invoice; None when a period is not known, and then
            nothing is put down to days for components with a usage.
        has_lines: both invoices came with lines, so there is something to split.
    """

    before: Invoice
    after: Invoice
    difference: Decimal
    parts: dict[Cause, Decimal]
    items: list[ItemChange]
    days: tuple[int, int] | None
    has_lines: bool


def compare(
    *, before: Invoice, after: Invoice, lines_before: list[InvoiceLine], lines_after: list[InvoiceLine]
) -> Comparison:
    """Split the difference of two invoices; the parts sum to it to the grosz.

    Raises:
        DifferentCurrencies: it cannot be counted.
    """
    if (before.currency or "PLN") != (after.currency or "PLN"):
        raise DifferentCurrencies
    items = _changes(_items(lines_before), _items(lines_after))
    days = _days(before, after)
    exact = dict.fromkeys(Cause, Fraction(0))
    for item in items:
        for cause, share in shares(item, days=days).items():
            exact[cause] += share
    difference = after.gross - before.gross
    # Lines that do not add up to the total (rounding, discounts, no lines at all) leave a rest.
    exact[Cause.ONE_OFF] += Fraction(difference) - sum(exact.values())
    return Comparison(
        before=before,
        after=after,
        difference=difference,
        parts=apportioned(exact, total=difference),
        items=items,
        days=days,
        has_lines=bool(lines_before and lines_after),
    )


def shares(item: ItemChange, *, days: tuple[int, int] | None) -> dict[Cause, Fraction]:
    """What each cause adds to the difference of one component, exactly.

    Parameters:
        days: billed before and after, or None.
    """
    if item.difference is None:
        return {}
    rise = Fraction(item.difference)
    old, new = item.before, item.after
    if old is None or new is None or old.quantity is None or new.quantity is None:
        return {Cause.ONE_OFF: rise}
    q0, q1 = Fraction(old.quantity), Fraction(new.quantity)
    if q0 == 0 and q1 == 0:
        return {Cause.ONE_OFF: rise}
    # A quantity of zero has no price: that of the other invoice stands in, and no price has changed.
    v0 = Fraction(_gross(old)) / q0 if q0 else Fraction(_gross(new)) / q1
    volume = v0 * (q1 - q0)
    if old.rate and old.rate == new.rate:
        volume = rise  # as printed, the price is the same: what differs is rounding of each line
    price = rise - volume
    if item.unit.casefold() in PIECES:
        return {Cause.ONE_OFF: volume, Cause.PRICE: price}
    if item.unit.casefold() in BY_TIME:
        return {Cause.DAYS: volume, Cause.PRICE: price}
    longer = v0 * q0 * (Fraction(days[1], days[0]) - 1) if days else Fraction(0)
    return {Cause.DAYS: longer, Cause.USAGE: volume - longer, Cause.PRICE: price}


def _gross(item: Item | None) -> Decimal:
    return item.gross if item and item.gross is not None else Decimal(0)


def _items(lines: Iterable[InvoiceLine]) -> dict[tuple[str, str, str], Item]:
    """Lines of one component at one point in one unit belong together, also when prices changed midway."""
    items: dict[tuple[str, str, str], Item] = {}
    for line in lines:
        key = (line.component or line.description, line.point_no, line.unit.casefold())
        so_far = items.get(key)
        gross = line.gross if line.gross is not None else _with_tax(line)
        items[key] = Item(
            description=so_far.description if so_far else line.description,
            unit=line.unit,
            quantity=line.quantity if so_far is None else _sum(so_far.quantity, line.quantity),
            gross=gross if so_far is None else _sum(so_far.gross, gross),
            rates=(so_far.rates if so_far else frozenset()) | {(line.unit_price, line.vat_rate)},
        )
    return items


def _changes(
    before: dict[tuple[str, str, str], Item], after: dict[tuple[str, str, str], Item]
) -> list[ItemChange]:
    """In the order of the later invoice; what has gone comes last."""
    keys = [*after, *(key for key in before if key not in after)]
    return [ItemChange(before=before.get(key), after=after.get(key)) for key in keys]


def _with_tax(line: InvoiceLine) -> Decimal | None:
    return None if line.net is None or line.vat is None else line.net + line.vat


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _days(before: Invoice, after: Invoice) -> tuple[int, int] | None:
    spans = []
    for invoice in (before, after):
        if invoice.period_from is None or invoice.period_to is None:
            return None
        spans.append((invoice.period_to - invoice.period_from).days + 1)
    return (spans[0], spans[1]) if min(spans) > 0 else None
