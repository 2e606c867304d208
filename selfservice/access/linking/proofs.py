"""Does somebody hold a paper that only the customer has? One question each, whatever is wrong."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.utils.crypto import constant_time_compare

from selfservice.access.scope import before_access, exchange_answers
from selfservice.exchange.models import Account, Invoice

# Documents that bear a sum of their own; a correction's is a difference, often a small one.
KINDS = (Invoice.Kind.INVOICE, Invoice.Kind.ADVANCE)
NO_CODE = f"sha256:{'0' * 64}"
NO_AMOUNT = Decimal("NaN")


@exchange_answers()
def holds_invoice(*, account_no: str, invoice_no: str, gross: Decimal, on: date) -> bool:
    """Do account number, invoice number and gross amount (PLN) belong together?

    The invoice must have been issued within LINKING_INVOICE_DAYS before the day `on`.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    found = before_access(Invoice, account_nos=[account_no]).filter(
        account__active=True,
        kind__in=KINDS,
        issued_on__range=(on - timedelta(days=settings.LINKING_INVOICE_DAYS), on),
        invoice_no__in={invoice_no, invoice_no.upper()},
    )
    amounts = list(found.values_list("gross", flat=True)) or [NO_AMOUNT]
    return any(amount == gross for amount in amounts)


@exchange_answers()
def digest_of_code(*, account_no: str, code: str) -> str:
    """The hash that the billing system shares of this code, if it is the account's; else "".

    Blanks and hyphens, which printers set for the eye, do not count.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    rows = before_access(Account, account_nos=[account_no]).filter(active=True)
    kept = rows.values_list("registration_code", flat=True).first() or NO_CODE
    plain = "".join(code.replace("-", "").split())
    typed = [f"sha256:{hashlib.sha256(form.encode()).hexdigest()}" for form in (plain, plain.upper())]
    matches = [constant_time_compare(kept.lower(), digest) for digest in typed]
    return kept if any(matches) else ""
