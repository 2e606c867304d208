"""How many tickets come from one network."""

from __future__ import annotations

from django.http import HttpRequest

from ebok.core import hourly
from ebok.core.addresses import client_address, neighbourhood

TICKETS_AN_HOUR = 20


def within_limit(request: HttpRequest) -> bool:
    """May one more ticket come from there in this hour? Asking counts."""
    subject = neighbourhood(client_address(request))
    return hourly.within(what="guest.tickets", subject=subject, most=TICKETS_AN_HOUR)
