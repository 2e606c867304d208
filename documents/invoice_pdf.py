"""The PDF of an invoice whose supplier gave data but no file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from documents.pdf.engine import compiled


class InvoiceKind(StrEnum):
    """What kind of document it is; the exchange uses the same words."""

    INVOICE = "invoice"
    CORRECTION = "correction"
    ADVANCE = "advance"
    INTEREST_NOTE = "interest_note"
    DEMAND = "demand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Seller or buyer.

    Parameters:
        address: lines as they stand on an envelope. tax_id: NIP, or empty.
        contact: phone, e-mail, web address, one a line.
    """

    name: str
    address: tuple[str, ...] = ()
    tax_id: str = ""
    contact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """One line; whatever the supplier left out is None and stays empty.

    Parameters:
        group: what it belongs to (a service point and its address); lines in a row that share it
            stand under one heading.
        quantity: up to six decimals, in `unit`. unit_price, net, vat, gross: in the document's currency.
        vat_rate: as printed, "8%" or "zw".
    """

    description: str
    group: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    unit_price: Decimal | None = None
    net: Decimal | None = None
    vat_rate: str = ""
    vat: Decimal | None = None
    gross: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VatSum:
    """Sums of one rate."""

    rate: str
    net: Decimal
    vat: Decimal
    gross: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceDocument:
    """All that the page shows, decided by the caller; nothing is computed or looked up here.

    Parameters:
        language: of the labels, "pl" or "en".
        account_no: the customer account. amount_due: what is to be paid for this document now; zero or
            less shows no transfer code.
        bank_account: NRB to pay to, 26 digits, or empty.
        corrects_no, correction_reason: of a correction.
        ksef_no: KSeF number; empty while none is assigned. ksef_link: address of KOD I, or empty when
            it cannot be made. With neither the document is not subject to KSeF.
        notes: paragraphs at the end, plain text.
    """

    kind: InvoiceKind
    number: str
    issued_on: date
    seller: Party
    buyer: Party
    account_no: str
    gross: Decimal
    amount_due: Decimal
    net: Decimal | None = None
    vat: Decimal | None = None
    language: Literal["pl", "en"] = "pl"
    currency: str = "PLN"
    due_on: date | None = None
    period_from: date | None = None
    period_to: date | None = None
    lines: tuple[DocumentLine, ...] = ()
    vat_summary: tuple[VatSum, ...] = ()
    bank_account: str = ""
    corrects_no: str = ""
    correction_reason: str = ""
    ksef_no: str = ""
    ksef_link: str = ""
    notes: tuple[str, ...] = ()


def render_invoice(document: InvoiceDocument) -> bytes:
    """The document as a tagged PDF (PDF/UA-1), the same bytes for the same data.

    Raises:
        FileNotMade: the engine refused; nothing half-made is given, `FileFaultMiddleware` answers.
    """
    from documents.pdf.invoice import presented

    made_at = datetime.combine(document.issued_on, time(), tzinfo=UTC)
    return compiled(template="invoice.typ", data=presented(document), made_at=made_at)
