"""Figures of the demo tariff in whole grosze and litres, so that every sum is exact."""

from __future__ import annotations

from dataclasses import dataclass

VAT_PERCENT = 8
WATER, SEWAGE, SUBSCRIPTION = 512, 834, 1204
"""Net prices in grosze: a cubic metre of water, one of sewage, and a month's subscription."""


@dataclass(frozen=True, slots=True)
class Charge:
    """One line of a bill; quantity in thousandths of its unit, money in grosze."""

    component: str
    description: str
    quantity: int
    unit: str
    price: int
    net: int
    vat: int

    @property
    def gross(self) -> int:
        """Net and tax together."""
        return self.net + self.vat


def charge(component: str, description: str, *, quantity: int, unit: str, price: int) -> Charge:
    """A line for a quantity at a net price, tax rounded half up line by line."""
    net = (2 * quantity * price + 1000) // 2000
    vat = (2 * net * VAT_PERCENT + 100) // 200
    return Charge(component, description, quantity, unit, price, net, vat)


def month(litres: int, *, garden: int = 0) -> tuple[Charge, ...]:
    """What a month with so many litres costs; what went into the garden is no sewage."""
    drained = litres - garden
    return (
        charge("water", "Dostawa wody", quantity=litres, unit="m3", price=WATER),
        charge("sewage", "Odprowadzanie ścieków", quantity=drained, unit="m3", price=SEWAGE),
        charge("subscription", "Opłata abonamentowa", quantity=1000, unit="mies.", price=SUBSCRIPTION),
    )


def money(grosze: int) -> str:
    """`187.45`."""
    sign, grosze = ("-", -grosze) if grosze < 0 else ("", grosze)
    return f"{sign}{grosze // 100}.{grosze % 100:02}"


def thousandths(quantity: int) -> str:
    """`12.345`."""
    sign, quantity = ("-", -quantity) if quantity < 0 else ("", quantity)
    return f"{sign}{quantity // 1000}.{quantity % 1000:03}"
