"""Settlements in the words of the portal."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selfservice.billing.comparison import Cause
from selfservice.exchange.models import Account, LedgerEntry

Words = str | Promise

LEDGER_KINDS: dict[str, Words] = {
    LedgerEntry.Kind.OPENING: _("Opening balance"),
    LedgerEntry.Kind.CHARGE: _("Charge"),
    LedgerEntry.Kind.PAYMENT: _("Payment"),
    LedgerEntry.Kind.REFUND: _("Refund"),
    LedgerEntry.Kind.INTEREST: _("Interest"),
    LedgerEntry.Kind.WRITE_OFF: _("Write-off"),
}
CAUSES: dict[Cause, Words] = {
    Cause.USAGE: _("Usage"),
    Cause.PRICE: _("Prices"),
    Cause.DAYS: _("Number of days"),
    Cause.ONE_OFF: _("One-off and other items"),
}
ADDED: dict[Cause, Words] = {
    Cause.USAGE: _("You used more a day than before."),
    Cause.PRICE: _("A unit cost more than before."),
    Cause.DAYS: _("The invoice covers more days."),
}
TOOK_OFF: dict[Cause, Words] = {
    Cause.USAGE: _("You used less a day than before."),
    Cause.PRICE: _("A unit cost less than before."),
    Cause.DAYS: _("The invoice covers fewer days."),
}
NOTHING = _("Nothing is put down to it.")
ONE_OFF_EXPLAINED = _("Items that stand on one of the invoices only, and what its lines do not explain.")


@dataclass(frozen=True, slots=True)
class MethodWords:
    """How an account is billed: what it is called, and how it works in two sentences."""

    title: Words
    text: Words


METHODS: dict[str, MethodWords] = {
    Account.Settlement.ACTUAL: MethodWords(
        _("By actual readings"),
        _(
            "Each invoice charges what the meter counted since the reading before. If there is no reading, "
            "usage is estimated and the next real reading sets it right."
        ),
    ),
    Account.Settlement.FORECAST: MethodWords(
        _("By forecast, then settled"),
        _(
            "Advance invoices charge a forecast made of your earlier usage. After a reading, a settlement "
            "invoice charges the true usage and takes off the advances that you were billed."
        ),
    ),
    Account.Settlement.FLAT_RATE: MethodWords(
        _("At a flat rate"),
        _(
            "There is no meter: the amount follows from a standard for the place, such as the number of "
            "people or of square metres, and is the same each time until the standard changes."
        ),
    ),
}


def explained(cause: Cause, share: Decimal) -> Words:
    """What a cause means that added (`share` above zero), took off, or did neither."""
    if not share:
        return NOTHING
    return (ADDED if share > 0 else TOOK_OFF).get(cause, ONE_OFF_EXPLAINED)
