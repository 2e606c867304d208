"""Invoices: the list, and one of them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from cms_pages.queries import office_settings
from documents.qr import svg
from ebok.core.periods import today
from selfservice.billing.documents import ksef_address
from selfservice.billing.queries import COMPARABLE, invoice_detail, invoice_page, invoice_years
from selfservice.billing.vat import vat_summary
from selfservice.zones.portal.forms import InvoiceFilterForm
from selfservice.zones.portal.lines import line_rows, vat_lines
from selfservice.zones.portal.pages import AccountPage, account_page
from selfservice.zones.portal.places import link, place
from selfservice.zones.portal.presenters import invoice_row, invoice_rows

FILTERS = ("q", "state", "kind", "year")


@account_page(module="invoices")
def invoice_list(page: AccountPage) -> HttpResponse:
    """Newest first, by keyset: any depth costs the same."""
    day = today()
    asked = page.request.GET
    form = InvoiceFilterForm(asked, years=invoice_years(access=page.access))
    found = invoice_page(
        access=page.access,
        wanted=form.wanted(),
        on=day,
        after=place(asked.get("after", "")),
        before=place(asked.get("before", "")),
    )
    facts = {
        "form": form,
        "is_filtered": any(asked.get(name) for name in FILTERS),
        "rows": invoice_rows(invoices=found.rows, account_no=page.access.account_no, on=day),
        "list_url": reverse("portal:invoices", args=[page.access.account_no]),
        "newer_url": link(asked, fields=FILTERS, name="before", place=found.newer),
        "older_url": link(asked, fields=FILTERS, name="after", place=found.older),
    }
    return page.render("portal/invoices.html", facts)


@account_page(module="invoices")
def invoice(page: AccountPage, invoice_no: str) -> HttpResponse:
    """One invoice with its lines, tax, corrections and files."""
    detail = invoice_detail(access=page.access, invoice_no=invoice_no)
    if detail is None:
        raise Http404("No such invoice.")
    day = today()
    number = page.access.account_no
    in_ksef = bool(detail.invoice.ksef_hash)
    ksef_link = ksef_address(invoice=detail.invoice, seller_nip=office_settings().nip) if in_ksef else ""
    facts = {
        "row": invoice_row(invoice=detail.invoice, account_no=number, on=day),
        "lines": line_rows(lines=detail.lines, currency=detail.invoice.currency),
        "vat_rows": vat_lines(
            rows=vat_summary(invoice=detail.invoice, lines=detail.lines), currency=detail.invoice.currency
        ),
        "corrected": detail.corrected and invoice_row(invoice=detail.corrected, account_no=number, on=day),
        "corrections": invoice_rows(invoices=detail.corrections, account_no=number, on=day),
        "comparison_url": reverse("portal:comparison", args=[number, invoice_no])
        if detail.invoice.kind in COMPARABLE
        else "",
        "ksef_link": ksef_link,
        "ksef_code": _ksef_code(ksef_link),
        "xml_url": reverse("portal:invoice_xml", args=[number, invoice_no]) if detail.invoice.xml else "",
    }
    return page.render("portal/invoice.html", facts)


def _ksef_code(link: str) -> str:
    """The QR code that invoices in KSeF carry (KOD I), as an SVG element; "" without an address."""
    label = _("QR code with the address under which this invoice can be checked in KSeF")
    return mark_safe(svg(link, label=label, error="M")) if link else ""  # noqa: S308  # our own drawing
