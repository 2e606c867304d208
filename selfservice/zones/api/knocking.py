"""Wrong secrets from one network, counted by the hour."""

from __future__ import annotations

from django.http import HttpRequest

from ebok.core import hourly
from ebok.core.addresses import client_address, neighbourhood
from selfservice.access.feeds import limits


def knocks_too_often(request: HttpRequest) -> bool:
    """Counts a wrong secret from this network. A right one is never held up by others beside it.

    Calendars of many people are fetched from few addresses, and one revoked link that a program goes on
    asking for would else shut out all of them. That nobody guesses 256 bits is not owed to this count.
    """
    subject = neighbourhood(client_address(request))
    return not hourly.within(what="secrets.wrong", subject=subject, most=limits.WRONG)
