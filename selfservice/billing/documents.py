"""The invoice as a PDF, rendered from the data of the exchange when the supplier sends no file."""

from __future__ import annotations

from selfservice.access.models import AccountAccess
from selfservice.billing.queries import InvoiceDetail


def rendered_invoice(*, access: AccountAccess, detail: InvoiceDetail) -> bytes:
    """The PDF of one invoice."""
    from documents.invoice_pdf import render_invoice  # noqa: F401

    raise NotImplementedError
