"""The service schedule by address, for everybody: as a list, a month, and a calendar to subscribe to."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as now_text
from django.views.decorators.http import require_safe

from cms_pages import modules
from cms_pages.queries import office_settings
from cms_pages.site_address import host_and_port
from cms_pages.street_check import StreetCheckForm
from ebok.core.icalendar import MEDIA_TYPE, DayEvent, calendar
from ebok.core.keyset import Cursor
from ebok.core.periods import today
from selfservice.contracts.schedule import Visit, areas_at, visits_to_areas
from selfservice.contracts.schedule_pages import (
    LIST_DAYS,
    month_asked,
    month_bounds,
    month_sheet,
    visit_page,
    visit_row,
)
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.queries import current_feed

AHEAD = timedelta(days=200)
RETRY = {"Retry-After": "600"}


@require_safe
def schedule(request: HttpRequest) -> HttpResponse:
    """Street and number give the collections there (`?street=&number=`), also as a month (`&month=`)."""
    _require_module()
    form = StreetCheckForm(request.GET or None)
    if not form.is_valid():
        return render(request, "guest/schedule.html", {"form": form})
    day = today()
    try:
        month = month_asked(request.GET.get("month", ""), on=day)
        after = Cursor.parse(request.GET["after"]) if request.GET.get("after") else None
    except ValueError as error:
        raise Http404("No such month or place.") from error
    since, until = month_bounds(month) if month else (day, day + timedelta(days=LIST_DAYS))
    asked = {name: value for name, value in form.cleaned_data.items() if value}
    try:
        areas = areas_at(**_address(form))
        visits = visits_to_areas(areas=areas, since=since, until=until)
        feed = current_feed()
    except ExchangeUnavailable as error:
        facts = {"form": form, "unavailable": str(error)}
        return render(request, "guest/schedule.html", facts, status=503)
    found = visit_page(visits, after=after)
    facts = {
        "form": form,
        "asked": asked,
        "is_known": bool(areas),
        "rows": [visit_row(visit) for visit in found.visits],
        "earlier_url": "" if found.is_first else _link(asked, found.earlier),
        "later_url": _link(asked, found.later) if found.later else "",
        "sheet": month_sheet(month, visits, on=day) if month else None,
        "keep": f"{urlencode(asked)}&",
        "this_month": f"{day:%Y-%m}",
        "feed": feed,
    }
    return render(request, "guest/schedule.html", facts)


@require_safe
def schedule_calendar(request: HttpRequest) -> HttpResponse:
    """The same as a calendar; a visit keeps its id when its day moves."""
    _require_module()
    form = StreetCheckForm(request.GET)
    if not form.is_valid():
        raise Http404("No such address.")
    day = today()
    try:
        areas = areas_at(**_address(form))
        visits = visits_to_areas(areas=areas, since=day - timedelta(days=30), until=day + AHEAD)
        feed = current_feed()
    except ExchangeUnavailable:
        return HttpResponse(status=503, headers=RETRY)
    if not areas:
        raise Http404("No such address.")
    title = now_text("Service schedule")
    text = calendar(
        name=f"{office_settings().short_name}: {title}",
        product=title,
        events=[_event(visit, sequence=feed.generation) for visit in visits],
        at=feed.as_of,
    )
    return HttpResponse(text, content_type=MEDIA_TYPE)


def _event(visit: Visit, *, sequence: int) -> DayEvent:
    row = visit.collection
    state = visit_row(visit).state
    digest = hashlib.sha256(row.collection_id.encode()).hexdigest()[:32]
    return DayEvent(
        uid=f"public-visit-{digest}@{host_and_port()[0]}",
        day=row.on_date,
        summary=": ".join(part for part in (state, row.fraction) if part),
        description=row.note,
        sequence=sequence,
        cancelled=visit.is_off,
    )


def _link(asked: dict[str, Any], after: Cursor | None) -> str:
    return f"?{urlencode(asked | ({'after': str(after)} if after else {}))}"


def _address(form: StreetCheckForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("street", "number", "city")}


def _require_module() -> None:
    if not modules.enabled("schedule"):
        raise Http404("This module is switched off.")
