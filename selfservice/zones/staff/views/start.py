"""The first page of the office: what it is told, tickets that wait, alarms, how fresh the billing data is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from cms_pages import modules
from cms_pages.queries import announcements_for_employees
from ebok.core.alarms import open_alarms
from ebok.core.periods import today
from ebok.core.watching import watch_scheduler
from ebok.outbox.sweeping import watch_queue
from selfservice.access.holder_letters import HOLDER_ALARM, waiting_letters
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.queries import FeedState, current_feed
from selfservice.identity.roles import CUSTOMER_KEEPERS, roles_of
from selfservice.tickets.queue import HANDLERS, counts
from selfservice.zones.staff.pages import staff_page, staff_render
from selfservice.zones.staff.waiting import waiting_for
from selfservice.zones.staff.words import ALARMS

MOST_ALARMS = 50
MOST_LETTERS = 20


@staff_page()
def start(request: HttpRequest) -> HttpResponse:
    """Works without the exchange, too: then it says so. Tickets are for those who handle them."""
    watch_scheduler()  # while it is dead, nobody else does
    watch_queue()
    feed, problem = _feed()
    alarms = list(open_alarms().exclude(code=HOLDER_ALARM).order_by("-repeated_at")[: MOST_ALARMS + 1])
    facts = {
        "ticket_counts": _ticket_counts(request),
        "waiting": waiting_for(request),
        "announcements": announcements_for_employees(),
        "letters": _letters(request),
        "feed": feed,
        "feed_problem": problem,
        "alarms": [(alarm, ALARMS.get(alarm.code, alarm.code)) for alarm in alarms[:MOST_ALARMS]],
        "has_more_alarms": len(alarms) > MOST_ALARMS,
    }
    return staff_render(request, "staff/start.html", facts)


def _letters(request: HttpRequest) -> dict[str, Any] | None:
    if not CUSTOMER_KEEPERS & roles_of(request.user):
        return None
    numbers = list(waiting_letters().order_by("raised_at").values_list("key", flat=True)[: MOST_LETTERS + 1])
    return {"account_nos": numbers[:MOST_LETTERS], "has_more": len(numbers) > MOST_LETTERS}


def _ticket_counts(request: HttpRequest) -> dict[str, int] | None:
    if not HANDLERS & roles_of(request.user) or not modules.enabled("tickets"):
        return None
    return counts(reader=request.user, on=today())  # type: ignore[arg-type]  # the zone is for people who signed in


def _feed() -> tuple[FeedState | None, str]:
    try:
        return current_feed(), ""
    except ExchangeUnavailable as error:
        return None, str(error)
