"""How many tickets come from one network."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest

from ebok.core.addresses import client_address
from selfservice.identity.throttles.subjects import address_key

TICKETS_AN_HOUR = 20
AN_HOUR = 3600


def within_limit(request: HttpRequest) -> bool:
    """May one more ticket come from there in this hour? Asking counts."""
    key = f"guest-tickets:{address_key(client_address(request))}"
    cache.add(key, 0, timeout=AN_HOUR)
    return cache.incr(key) <= TICKETS_AN_HOUR
