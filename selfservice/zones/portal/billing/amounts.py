"""Amounts by month: invoiced, paid, and beside the year before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as now_text

from ebok.core.periods import today
from selfservice.access.models import AccountAccess
from selfservice.billing.amounts import MonthAmounts, amounts_by_month
from selfservice.billing.queries import invoice_years
from selfservice.zones.portal.billing.amount_charts import charts
from selfservice.zones.portal.pages import AccountPage, account_file, account_page
from selfservice.zones.portal.tables import csv_file


@account_page(module="invoices")
def amounts(page: AccountPage) -> HttpResponse:
    """The year asked for (`?year=`), else this one, beside the year before."""
    years = _years(page.access)
    year = _year(page.request.GET.get("year", ""), years=years)
    number = page.access.account_no
    months = amounts_by_month(access=page.access, first_year=year - 1, last_year=year)
    facts = {
        "year": year,
        "years": years,
        "charts": charts(
            months,
            year=year,
            currency=page.account.currency,
            csv_url=reverse("portal:amounts_csv", args=[number]),
            known_before=years[-1] < year - 1,
        ),
    }
    return page.render("portal/amounts.html", facts)


@account_file(module="invoices")
def amounts_csv(request: HttpRequest, access: AccountAccess) -> HttpResponseBase:
    """All months of all years as CSV."""
    years = _years(access)
    months = amounts_by_month(access=access, first_year=years[-1], last_year=years[0])
    header = [now_text("Year"), now_text("Month"), now_text("Invoiced"), now_text("Paid")]
    return csv_file(request=request, access=access, name="amounts", header=header, rows=_cells(months))


def _years(access: AccountAccess) -> list[int]:
    """From this year, or a later invoice's, back to the first invoice's; never empty."""
    known = invoice_years(access=access)
    present = today().year
    return list(range(max([present, *known]), min([present, *known]) - 1, -1))


def _year(text: str, *, years: list[int]) -> int:
    if not text:
        return today().year
    if not text.isascii() or not text.isdigit() or int(text) not in years:
        raise Http404("No such year.")
    return int(text)


def _cells(months: list[MonthAmounts]) -> Iterator[list[Any]]:
    return ([row.year, row.month, row.invoiced, row.paid] for row in months)
