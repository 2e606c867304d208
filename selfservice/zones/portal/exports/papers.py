"""Documents, service points and the lines of an invoice as CSV files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from selfservice.access.models import AccountAccess
from selfservice.billing.queries import invoice_detail
from selfservice.contracts.points import points_of
from selfservice.contracts.queries import letters_of
from selfservice.zones.portal.pages import account_file
from selfservice.zones.portal.presenters import SERVICES, street_line, town_line
from selfservice.zones.portal.tables import csv_file


@account_file(module="documents")
def letters_csv(request: HttpRequest, access: AccountAccess) -> HttpResponseBase:
    """Every letter that may be read now, the latest first."""
    header = [
        _("Number"),
        _("Kind"),
        _("Title"),
        _("Date of issue"),
        _("Available from"),
        _("Available until"),
    ]
    rows = [
        [row.document_no, row.kind, row.title, row.issued_on, row.available_from, row.available_to]
        for row in letters_of(access=access, at=timezone.now())
    ]
    return csv_file(request=request, access=access, name="documents", header=header, rows=rows)


@account_file(module="")
def points_csv(request: HttpRequest, access: AccountAccess) -> HttpResponseBase:
    """Every service point with its tariff, by number."""
    header = [
        _("Service point"),
        _("Service"),
        _("Address"),
        _("Town"),
        _("Tariff"),
        _("Supplied from"),
        _("Supplied until"),
    ]
    rows = [
        [
            point.point_no,
            str(SERVICES.get(point.service, point.service)),
            street_line(point),
            town_line(point),
            point.tariff,
            point.active_from,
            point.active_to,
        ]
        for point in points_of(access=access)
    ]
    return csv_file(request=request, access=access, name="service-points", header=header, rows=rows)


@account_file(module="invoices")
def invoice_csv(request: HttpRequest, access: AccountAccess, invoice_no: str) -> HttpResponseBase:
    """The lines of one invoice."""
    detail = invoice_detail(access=access, invoice_no=invoice_no)
    if detail is None:
        raise Http404("No such invoice.")
    header = [
        _("Number"),
        _("Line"),
        _("Description"),
        _("Service point"),
        _("Quantity"),
        _("Unit"),
        _("Unit price, net"),
        _("Net"),
        _("VAT rate"),
        _("VAT"),
        _("Gross"),
        _("Currency"),
    ]
    rows = [
        [
            invoice_no,
            line.position,
            line.description,
            line.point_no,
            line.quantity,
            line.unit,
            line.unit_price,
            line.net,
            line.vat_rate,
            line.vat,
            line.gross,
            detail.invoice.currency or "PLN",
        ]
        for line in detail.lines
    ]
    return csv_file(request=request, access=access, name="invoice-lines", header=header, rows=rows)
