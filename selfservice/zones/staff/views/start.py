"""The first page of the office: alarms and how fresh the billing data is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ebok.core.alarms import open_alarms
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.queries import FeedState, current_feed
from selfservice.zones.staff.pages import staff_page, staff_render

MOST_ALARMS = 50


@staff_page()
def start(request: HttpRequest) -> HttpResponse:
    """Works without the exchange, too: then it says so."""
    feed, problem = _feed()
    alarms = list(open_alarms().order_by("-repeated_at")[: MOST_ALARMS + 1])
    facts = {
        "feed": feed,
        "feed_problem": problem,
        "alarms": alarms[:MOST_ALARMS],
        "has_more_alarms": len(alarms) > MOST_ALARMS,
    }
    return staff_render(request, "staff/start.html", facts)


def _feed() -> tuple[FeedState | None, str]:
    try:
        return current_feed(), ""
    except ExchangeUnavailable as error:
        return None, str(error)
