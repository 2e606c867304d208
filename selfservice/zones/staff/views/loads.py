"""Deliveries of billing data: what came, what was refused and why."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.models import Feed
from selfservice.zones.staff.deliveries import find_delivery, latest_deliveries
from selfservice.zones.staff.pages import DATA_KEEPERS, staff_page, staff_render
from selfservice.zones.staff.words import MODES, counts_of_tables

SHOWN = 100
STATES: dict[str, tuple[str, str | Promise]] = {
    Feed.State.LOADED: ("ok", _("loaded")),
    Feed.State.REJECTED: ("bad", _("rejected")),
    Feed.State.ROLLED_BACK: ("quiet", _("rolled back")),
}


@staff_page(roles=DATA_KEEPERS)
def load_list(request: HttpRequest) -> HttpResponse:
    """The latest hundred deliveries."""
    try:
        rows = [_row(feed) for feed in latest_deliveries(limit=SHOWN)]
    except ExchangeUnavailable as error:
        return _unavailable(request, error)
    return staff_render(request, "staff/loads.html", {"rows": rows})


@staff_page(roles=DATA_KEEPERS)
def load(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery with its report: file, line, column and reason of every fault kept."""
    try:
        feed = find_delivery(pk=pk)
    except ExchangeUnavailable as error:
        return _unavailable(request, error)
    if feed is None:
        raise Http404("No such delivery.")
    columns, tables = counts_of_tables(feed.report.get("tables", {}))
    facts = {**_row(feed), "report": feed.report, "columns": columns, "tables": tables}
    return staff_render(request, "staff/load.html", facts)


def _row(feed: Feed) -> dict[str, Any]:
    tag, words = STATES.get(feed.state, ("info", feed.state))
    return {"feed": feed, "tag": tag, "state": words, "mode": MODES.get(feed.mode, feed.mode)}


def _unavailable(request: HttpRequest, error: ExchangeUnavailable) -> HttpResponse:
    response = staff_render(request, "staff/unavailable.html", {"error_text": str(error)})
    response.status_code = 503
    return response
