"""Why is this invoice higher, or lower? Two invoices side by side, and what made the difference."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as now_text

from selfservice.access.models import AccountAccess
from selfservice.billing.comparison import Comparison, DifferentCurrencies, compare
from selfservice.billing.queries import COMPARABLE, earlier_invoices, find_invoice, lines_of
from selfservice.exchange.models import Invoice
from selfservice.exchange.models.base import INVOICE_NO_LENGTH
from selfservice.zones.portal.billing.comparison_words import (
    cause_cells,
    cause_rows,
    chart_of,
    item_rows,
    sentences,
    title_of,
)
from selfservice.zones.portal.billing.forms import ComparisonForm
from selfservice.zones.portal.pages import AccountPage, account_file, account_page
from selfservice.zones.portal.tables import csv_file

MOST_CHOICES = 24


@account_page(module="invoices")
def comparison(page: AccountPage, invoice_no: str) -> HttpResponse:
    """The invoice beside the one before it, or beside the one that the reader chose (`?with=`)."""
    invoice = _comparable(page.access, invoice_no)
    choices = earlier_invoices(access=page.access, invoice=invoice, most=MOST_CHOICES)
    other = _other(page.access, page.request.GET.get("with", ""), invoice=invoice, choices=choices)
    facts: dict[str, Any] = {
        "invoice": invoice,
        "other": other,
        "form": ComparisonForm(choices=choices, chosen=other) if other else None,
        "invoice_url": reverse("portal:invoice", args=[page.access.account_no, invoice_no]),
    }
    if other is None:
        return page.render("portal/comparison.html", facts)
    try:
        found = _compared(page.access, before=other, after=invoice)
    except DifferentCurrencies:
        return page.render("portal/comparison.html", {**facts, "two_currencies": True})
    facts |= {
        "found": found,
        "title": title_of(found),
        "sentences": sentences(found),
        "chart": chart_of(found, csv_url=_csv_url(page.access, before=other, after=invoice)),
        "causes": cause_rows(found),
        "items": item_rows(found),
    }
    return page.render("portal/comparison.html", facts)


@account_file(module="invoices")
def comparison_csv(request: HttpRequest, access: AccountAccess, invoice_no: str) -> HttpResponseBase:
    """The shares of all causes as CSV, beside the invoice that the page would choose (`?with=`)."""
    invoice = _comparable(access, invoice_no)
    choices = earlier_invoices(access=access, invoice=invoice, most=MOST_CHOICES)
    other = _other(access, request.GET.get("with", ""), invoice=invoice, choices=choices)
    if other is None:
        raise Http404("Nothing to compare it with.")
    try:
        found = _compared(access, before=other, after=invoice)
    except DifferentCurrencies as error:
        raise Http404("Two currencies have no difference.") from error
    header = [now_text("Cause"), now_text("What it means"), now_text("Share"), now_text("Currency")]
    return csv_file(request=request, access=access, name="comparison", header=header, rows=cause_cells(found))


def _comparable(access: AccountAccess, invoice_no: str) -> Invoice:
    invoice = find_invoice(access=access, invoice_no=invoice_no)
    if invoice is None or invoice.kind not in COMPARABLE:
        raise Http404("No such invoice.")
    return invoice


def _csv_url(access: AccountAccess, *, before: Invoice, after: Invoice) -> str:
    address = reverse("portal:comparison_csv", args=[access.account_no, after.invoice_no])
    return f"{address}?{urlencode({'with': before.invoice_no})}"


def _other(access: AccountAccess, wanted: str, *, invoice: Invoice, choices: list[Invoice]) -> Invoice | None:
    """The invoice asked for; else the one before of the same kind; else the one before."""
    if not wanted:
        same_kind = (row for row in choices if row.kind == invoice.kind)
        return next(same_kind, choices[0] if choices else None)
    if len(wanted) > INVOICE_NO_LENGTH:
        raise Http404("No such invoice.")
    known = next((row for row in choices if row.invoice_no == wanted), None)
    other = known or find_invoice(access=access, invoice_no=wanted)
    if other is None or other.kind not in COMPARABLE:
        raise Http404("No such invoice.")
    return other


def _compared(access: AccountAccess, *, before: Invoice, after: Invoice) -> Comparison:
    lines = lines_of(access=access, invoice_nos=[before.invoice_no, after.invoice_no])
    return compare(
        before=before,
        after=after,
        lines_before=lines[before.invoice_no],
        lines_after=lines[after.invoice_no],
    )
