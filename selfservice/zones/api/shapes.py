"""Rows as JSON for customers' own programs. Amounts are text, so that no program rounds them."""

from __future__ import annotations

from typing import Any

from selfservice.access.models import AccountAccess
from selfservice.billing.ledger import LedgerLine
from selfservice.exchange.models import Account, Invoice, Reading


def account_shape(account: Account, *, access: AccountAccess) -> dict[str, Any]:
    """A customer account; no name, address or contact data, which a program has no need of."""
    return {
        "account_no": account.account_no,
        "role": access.role,
        "balance": str(account.balance),
        "overdue": str(account.overdue),
        "currency": account.currency or "PLN",
        "bank_account": account.bank_account,
    }


def invoice_shape(invoice: Invoice) -> dict[str, Any]:
    """An invoice without its lines."""
    return {
        "invoice_no": invoice.invoice_no,
        "kind": invoice.kind,
        "corrects_no": invoice.corrects_no,
        "issued_on": invoice.issued_on,
        "due_on": invoice.due_on,
        "period_from": invoice.period_from,
        "period_to": invoice.period_to,
        "gross": str(invoice.gross),
        "open_amount": str(invoice.open_amount),
        "currency": invoice.currency or "PLN",
        "ksef_no": invoice.ksef_no,
    }


def entry_shape(line: LedgerLine) -> dict[str, Any]:
    """An entry of the ledger with the balance after it."""
    entry = line.entry
    return {
        "entry_no": entry.entry_no,
        "booked_on": entry.booked_on,
        "kind": entry.kind,
        "amount": str(entry.amount),
        "balance": str(line.balance),
        "invoice_no": entry.invoice_no,
        "title": entry.title,
    }


def reading_shape(reading: Reading) -> dict[str, Any]:
    """A reading; `installation_no` tells apart what is never subtracted."""
    return {
        "reading_no": reading.reading_no,
        "installation_no": reading.installation_id,
        "meter_no": reading.installation.meter_no,
        "unit": reading.installation.unit,
        "read_on": reading.read_on,
        "value": f"{reading.value:f}",
        "kind": reading.kind,
    }
