"""The invoice as a PDF, rendered from the data of the exchange when the supplier sends no file."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import structlog
from django.utils import translation

from cms_pages.queries import OfficeIdentity, office_settings
from documents.invoice_pdf import (
    DocumentLine,
    InvoiceDocument,
    InvoiceKind,
    Party,
    VatSum,
    render_invoice,
)
from documents.qr import ksef_link
from ebok.core.periods import today
from selfservice.access.models import AccountAccess
from selfservice.access.scope import exchange_answers, scoped
from selfservice.billing.queries import InvoiceDetail
from selfservice.billing.states import InvoiceState, state_of
from selfservice.billing.vat import rate_as_printed, vat_summary
from selfservice.exchange.models import Account, Invoice, InvoiceLine, ServicePoint

log = structlog.get_logger(__name__)


@exchange_answers()
def invoice_document(*, access: AccountAccess, detail: InvoiceDetail) -> InvoiceDocument:
    """Everything that the page shows: the invoice, the account it bills, and the office that sells.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    invoice, office = detail.invoice, office_settings()
    account = scoped(Account, access=access).get()
    places = _places(access) if any(line.point_no for line in detail.lines) else {}
    return InvoiceDocument(
        kind=InvoiceKind(invoice.kind),
        number=invoice.invoice_no,
        issued_on=invoice.issued_on,
        seller=_seller(office),
        buyer=_buyer(account),
        account_no=access.account_no,
        gross=invoice.gross,
        amount_due=_amount_due(invoice, account),
        net=invoice.net,
        vat=invoice.vat,
        language=_language(),
        currency=invoice.currency or "PLN",
        due_on=invoice.due_on,
        period_from=invoice.period_from,
        period_to=invoice.period_to,
        lines=tuple(_line(line, places) for line in detail.lines),
        vat_summary=tuple(
            VatSum(rate=rate_as_printed(row.rate), net=row.net, vat=row.vat, gross=row.gross)
            for row in vat_summary(invoice=invoice, lines=detail.lines)
        ),
        bank_account=account.bank_account.removeprefix("PL"),
        corrects_no=invoice.corrects_no,
        ksef_no=invoice.ksef_no,
        ksef_link=ksef_address(invoice=invoice, seller_nip=office.nip),
    )


def rendered_invoice(*, access: AccountAccess, detail: InvoiceDetail) -> bytes:
    """The PDF of one invoice, in the language in use.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
        documents.errors.FileNotMade: the engine refused.
    """
    return render_invoice(invoice_document(access=access, detail=detail))


def ksef_address(*, invoice: Invoice, seller_nip: str) -> str:
    """The address of KOD I, or "" when KSeF does not know the document or its data is unusable."""
    if not invoice.ksef_hash:
        return ""
    digest = invoice.ksef_hash.replace("-", "+").replace("_", "/")
    try:
        return ksef_link(nip=seller_nip, issued_on=invoice.issued_on, invoice_hash=digest)
    except ValueError as error:
        log.warning("invoice.ksef_link_not_made", invoice_no=invoice.invoice_no, reason=str(error))
        return ""


def _amount_due(invoice: Invoice, account: Account) -> Decimal:
    """What is left to pay; a demand has nothing of its own, so what it demands as far as it is overdue."""
    if state_of(invoice=invoice, on=today()) is InvoiceState.REMINDER:
        return min(invoice.gross, account.overdue)
    return invoice.open_amount


def _places(access: AccountAccess) -> dict[str, str]:
    """Service points by number, each with its address: lines are grouped by them."""
    points = scoped(ServicePoint, access=access)
    return {point.point_no: " ".join(_address_lines(point)) for point in points}


def _line(line: InvoiceLine, places: dict[str, str]) -> DocumentLine:
    return DocumentLine(
        description=line.description,
        group=places.get(line.point_no, ""),
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        net=line.net,
        vat_rate=rate_as_printed(line.vat_rate),
        vat=line.vat,
        gross=line.gross,
    )


def _seller(office: OfficeIdentity) -> Party:
    return Party(
        name=office.name,
        address=tuple(part.strip() for part in office.address.split(",") if part.strip()),
        tax_id=office.nip,
        contact=tuple(part for part in (office.phone, office.email) if part),
    )


def _buyer(account: Account) -> Party:
    return Party(name=account.name, address=_address_lines(account), tax_id=account.nip)


def _address_lines(place: Account | ServicePoint) -> tuple[str, ...]:
    number = "/".join(part for part in (place.building, place.flat) if part)
    lines = (f"{place.street} {number}".strip(), f"{place.postcode} {place.city}".strip())
    return tuple(line for line in lines if line)


def _language() -> Literal["pl", "en"]:
    return "en" if (translation.get_language() or "pl").startswith("en") else "pl"
