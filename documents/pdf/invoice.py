"""What the invoice template shows: every label and figure as finished text in one language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

import structlog
from django.utils import translation
from django.utils.translation import gettext as _

from documents.invoice_pdf import DocumentLine, InvoiceDocument, InvoiceKind, Party
from documents.pdf.letters import shown, whole
from documents.qr import svg, transfer_qr_text
from ebok.core.money import format_decimal, format_money
from ebok.core.periods import day_in_words
from ebok.core.quantities import unit_sign

log = structlog.get_logger(__name__)


def presented(document: InvoiceDocument) -> dict[str, Any]:
    """The template's data, JSON-able; keys are the names used in `invoice.typ`."""
    with translation.override(document.language):
        title = f"{_kind(document.kind)} {document.number}"
        return {
            "language": document.language,
            "title": shown(title),
            "kind": _kind(document.kind),
            "number": shown(document.number),
            "seller": _party(document.seller),
            "buyer": _party(document.buyer),
            "facts": _facts(document),
            "correction": _correction(document),
            "payment": _payment(document),
            "columns": _columns(),
            "groups": _groups(document.lines),
            "totals": _totals(document),
            "vat_columns": [_("VAT rate"), _("Net"), _("VAT"), _("Gross")],
            "vat_summary": [
                [shown(row.rate), _money(row.net), _money(row.vat), _money(row.gross)]
                for row in document.vat_summary
            ],
            "ksef": _ksef(document),
            "notes": [shown(note) for note in document.notes],
            "labels": _labels(document),
        }


def _kind(kind: InvoiceKind) -> str:
    return {
        InvoiceKind.INVOICE: _("Invoice"),
        InvoiceKind.CORRECTION: _("Correcting invoice"),
        InvoiceKind.ADVANCE: _("Advance invoice"),
        InvoiceKind.INTEREST_NOTE: _("Interest note"),
        InvoiceKind.DEMAND: _("Demand for payment"),
    }[kind]


def _labels(document: InvoiceDocument) -> dict[str, str]:
    return {
        "seller": _("Seller"),
        "buyer": _("Buyer"),
        "lines": _("What it is for"),
        "vat_summary": _("VAT summary"),
        "notes": _("Notes"),
        "amounts_in": _("Amounts in %(currency)s") % {"currency": document.currency},
        # The template puts the numbers in.
        "page": _("Page {page} of {pages}"),
    }


def _party(party: Party) -> dict[str, Any]:
    rows = [*party.address, *([f"{_('Tax number (NIP)')}: {party.tax_id}"] if party.tax_id else [])]
    return {
        "name": shown(party.name),
        "rows": [shown(row) for row in rows if row],
        "contact": [shown(row) for row in party.contact if row],
    }


def _facts(document: InvoiceDocument) -> list[list[str]]:
    facts = [(_("Issued on"), day_in_words(document.issued_on))]
    if document.period_from and document.period_to:
        facts.append((_("Billing period"), _period(document.period_from, document.period_to)))
    if document.due_on:
        facts.append((_("Due on"), day_in_words(document.due_on)))
    facts.append((_("Customer number"), document.account_no))
    return [[label, shown(value)] for label, value in facts]


def _period(first: date, last: date) -> str:
    return f"{day_in_words(first)} – {day_in_words(last)}"


def _correction(document: InvoiceDocument) -> list[str]:
    rows = []
    if document.corrects_no:
        rows.append(_("Corrects invoice %(number)s") % {"number": document.corrects_no})
    if document.correction_reason:
        rows.append(_("Reason: %(reason)s") % {"reason": document.correction_reason})
    return [shown(row) for row in rows]


def _payment(document: InvoiceDocument) -> dict[str, Any]:
    owed = document.amount_due > 0
    rows = []
    if owed and document.bank_account:
        rows = [
            [_("Bank account"), _grouped(document.bank_account)],
            [_("Transfer title"), shown(document.number)],
        ]
    due = document.due_on
    return {
        "label": _("To pay") if owed else _("Nothing to pay"),
        "amount": format_money(max(document.amount_due, Decimal(0)), currency=document.currency),
        "until": _("by %(day)s") % {"day": day_in_words(due)} if owed and due else "",
        "rows": rows,
        "qr": _transfer_qr(document) if rows else None,
    }


def _grouped(account: str) -> str:
    digits = account.removeprefix("PL").replace(" ", "")
    return " ".join([digits[:2], *(digits[start : start + 4] for start in range(2, len(digits), 4))])


def _transfer_qr(document: InvoiceDocument) -> dict[str, str] | None:
    if document.currency != "PLN":
        return None
    try:
        text = transfer_qr_text(
            nip=document.seller.tax_id,
            account=document.bank_account,
            amount=document.amount_due,
            name=document.seller.name,
            title=document.number,
        )
    except ValueError as error:
        # The account still stands in the document; a customer without an invoice would be worse.
        log.warning("invoice_pdf.no_transfer_code", number=document.number, reason=str(error))
        return None
    label = _("QR code for a bank transfer: the app of your bank fills in account, amount and title")
    return {"svg": svg(text, label=label), "alt": label, "caption": _("Scan in your bank's app")}


def _ksef(document: InvoiceDocument) -> dict[str, Any] | None:
    """The number, and the code to check it by where its address could be made; None outside KSeF."""
    if not (document.ksef_no or document.ksef_link):
        return None
    return {
        "heading": _("National e-invoice system (KSeF)"),
        "number_label": _("KSeF number"),
        "number": whole(document.ksef_no or "OFFLINE"),
        "code": _ksef_code(document.ksef_link) if document.ksef_link else None,
    }


def _ksef_code(link: str) -> dict[str, str]:
    label = _("QR code with the address under which this invoice can be checked in KSeF")
    return {
        "text": _("Check this invoice in KSeF by the code or the address:"),
        "link": link,
        "shown_link": shown(link),
        "svg": svg(link, label=label, error="M"),
        "alt": label,
    }


def _columns() -> list[str]:
    return [_("Description"), _("Quantity"), _("Unit"), _("Unit price"), _("Net"), _("VAT rate"), _("Gross")]


def _groups(lines: tuple[DocumentLine, ...]) -> list[dict[str, Any]]:
    return [
        {"heading": shown(heading), "rows": [_row(line) for line in rows]}
        for heading, rows in groupby(lines, key=lambda line: line.group)
    ]


def _row(line: DocumentLine) -> list[str]:
    return [
        shown(line.description),
        _number(line.quantity),
        shown(unit_sign(line.unit)),
        _number(line.unit_price, least=2),
        _money(line.net),
        shown(line.vat_rate),
        _money(line.gross),
    ]


def _totals(document: InvoiceDocument) -> list[list[str]]:
    rows = [(_("Net"), document.net), (_("VAT"), document.vat), (_("Gross"), document.gross)]
    return [
        [label, format_money(value, currency=document.currency)] for label, value in rows if value is not None
    ]


def _money(value: Decimal | None) -> str:
    return "" if value is None else format_decimal(value, places=2)


def _number(value: Decimal | None, least: int = 0) -> str:
    if value is None:
        return ""
    exponent = value.normalize().as_tuple().exponent
    places = max(least, -exponent if isinstance(exponent, int) else 0)
    return format_decimal(value, places=places)
