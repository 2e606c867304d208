"""How an invoice stands on a given day."""

from __future__ import annotations

from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from selfservice.exchange.models import Invoice


class InvoiceState(TextChoices):
    """Closed list of states that a customer sees."""

    DUE = "due", _("To pay")
    OVERDUE = "overdue", _("Overdue")
    PAID = "paid", _("Paid")
    SETTLED = "settled", _("Settled")
    OVERPAID = "overpaid", _("Overpaid")
    REMINDER = "reminder", _("Reminder")


def state_of(*, invoice: Invoice, on: date) -> InvoiceState:
    """The state of an invoice on the day `on`, from what is left to pay and the due date.

    A document that never asked for money (a correction downwards) is settled, not paid. A demand with
    nothing open of its own repeats what other documents charge: it reminds, and is never paid itself.
    """
    if invoice.kind == Invoice.Kind.DEMAND and invoice.open_amount == 0:
        return InvoiceState.REMINDER
    if invoice.open_amount < 0:
        return InvoiceState.OVERPAID
    if invoice.open_amount == 0:
        return InvoiceState.PAID if invoice.gross > 0 else InvoiceState.SETTLED
    if invoice.due_on is not None and invoice.due_on < on:
        return InvoiceState.OVERDUE
    return InvoiceState.DUE
