"""Which tickets a visitor may read: those whose number and address he gave, for an hour."""

from __future__ import annotations

import time

from django.http import HttpRequest

from ebok.audit.services import record
from ebok.core.addresses import client_address
from selfservice.identity.throttles.counters import Counted, give_back_all, take_all
from selfservice.identity.throttles.rules import NETWORK, Rule
from selfservice.identity.throttles.subjects import address_key, subject_of
from selfservice.tickets.models import Ticket

KEY = "guest_tickets"
SECONDS = 3600
MOST = 20
RULE = Rule(free=5, locks_at=15)
PURPOSE = "ticket"


def find(*, request: HttpRequest, signature: str, email: str) -> Ticket | None:
    """The guest ticket of this number and address; None when either is wrong. A wrong try is counted.

    Raises:
        MustWait: too many wrong tries for this number, or from this network.
    """
    counts = [
        (Counted(purpose=PURPOSE, subject=subject_of(signature)), RULE),
        (Counted(purpose=PURPOSE, subject=address_key(client_address(request))), NETWORK),
    ]
    take_all(counts)
    address = email.strip().lower()
    of_guests = Ticket.objects.open_to_guests()
    found: Ticket | None = of_guests.filter(signature=signature, guest_email=address).first()
    if found is None:
        record(action="tickets.guest_refused", actor_role="guest", object_type="ticket", object_id=signature)
        return None
    give_back_all(counts)
    return found


def remember(request: HttpRequest, ticket: Ticket) -> None:
    """This browser may read the ticket for an hour, and those of the same sender that it was joined with."""
    known = _known(request)
    following: Ticket | None = ticket
    while following is not None and following.guest_email == ticket.guest_email:
        known[following.signature] = time.time() + SECONDS
        following = following.merged_into
    request.session[KEY] = dict(list(known.items())[-MOST:])


def is_proved(request: HttpRequest, signature: str) -> bool:
    """May this browser read the ticket now?"""
    return signature in _known(request)


def _known(request: HttpRequest) -> dict[str, float]:
    now = time.time()
    kept: dict[str, float] = request.session.get(KEY, {})
    return {signature: until for signature, until in kept.items() if until > now}
