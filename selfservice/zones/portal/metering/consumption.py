"""Consumption: a chart for each component of a point, and its figures as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from ebok.core.charts import Chart
from ebok.core.periods import today
from selfservice.access.models import AccountAccess
from selfservice.metering import charts
from selfservice.metering.calendar import by_day, by_month
from selfservice.metering.components import Component
from selfservice.metering.words import title_of
from selfservice.zones.portal.metering.asked import SUB_METERS_SHOWN, Asked, Span, SpanForm, asked
from selfservice.zones.portal.pages import AccountPage, account_file, account_page
from selfservice.zones.portal.tables import csv_file


@account_page(module="readings")
def consumption(page: AccountPage) -> HttpResponse:
    """The components of one point, each with its own chart; queries do not grow with meters."""
    query = page.request.GET
    wanted = asked(access=page.access, query=query, until=today())
    shown, listed = _split(wanted, code=query.get("what", ""))
    facts = {
        "form": SpanForm(_filled(wanted), points=wanted.points, spans=_spans(wanted, shown)),
        "point": wanted.point,
        "span": wanted.span,
        "charts": [_chart(page, wanted, component, place) for place, component in enumerate(shown)],
        "sub_meters": [(title_of(component), _link(wanted, component)) for component in listed],
        "is_narrowed": bool(query.get("what")),
        "whole_url": _link(wanted, None),
        "months_url": _link(replace(wanted, span=Span.YEAR), None),
    }
    return page.render("portal/metering/consumption.html", facts)


@account_file(module="readings")
def consumption_file(request: HttpRequest, access: AccountAccess) -> HttpResponseBase:
    """The figures of one chart: month by month, or every single day."""
    wanted = asked(access=access, query=request.GET, until=today())
    component = wanted.component(request.GET.get("what", ""))
    header = [_("Day") if wanted.span.is_daily else _("Month"), _("Quantity"), _("Unit"), _("Days known")]
    return csv_file(
        request=request,
        access=access,
        name="consumption",
        header=[*header, _("Estimated")],
        rows=_rows(wanted, component),
    )


def _spans(wanted: Asked, shown: list[Component]) -> list[Span]:
    """The spans to choose from: single days only where something is read daily, or they were asked for."""
    daily = wanted.span.is_daily or any(component.is_known_by_day for component in shown)
    return [span for span in Span if daily or not span.is_daily]


def _split(wanted: Asked, *, code: str) -> tuple[list[Component], list[Component]]:
    """What is drawn, and which sub-meters are only listed."""
    found = wanted.components
    if wanted.span.is_daily:
        found = [component for component in found if component.is_known_by_day]
    if code:
        return [component for component in found if component.code == code], []
    subs = [component for component in found if component.sub_meter_no]
    if len(subs) <= SUB_METERS_SHOWN:
        return found, []
    return [component for component in found if not component.sub_meter_no], subs


def _chart(page: AccountPage, wanted: Asked, component: Component, place: int) -> Chart:
    address = reverse("portal:consumption_file", args=[page.access.account_no])
    facts: dict[str, Any] = {
        "component": component,
        "until": wanted.until,
        "key": f"chart-{place}",
        "csv_url": address + _link(wanted, component),
    }
    if wanted.span is Span.YEARS:
        return charts.years_chart(**facts)
    if wanted.span.is_daily:
        return charts.days_chart(since=wanted.since, **facts)
    return charts.year_chart(**facts)


def _rows(wanted: Asked, component: Component) -> Iterator[tuple[date, Any, str, int, bool]]:
    uses = by_day(component.stretches) if wanted.span.is_daily else by_month(component.stretches)
    for first in sorted(uses):
        if wanted.since <= first <= wanted.until:
            use = uses[first]
            yield first, use.quantity, component.unit, use.days, use.estimated


def _filled(wanted: Asked) -> dict[str, str]:
    return {"point": wanted.point.point_no if wanted.point else "", "span": wanted.span.value}


def _link(wanted: Asked, component: Component | None) -> str:
    query = QueryDict(mutable=True)
    query.update(_filled(wanted))
    if component:
        query["what"] = component.code
    return f"?{query.urlencode()}"
