"""How content the customer is, asked in the mail that says that a ticket is finished."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from selfservice.tickets.errors import AlreadyRated
from selfservice.tickets.models import Ticket, TicketState
from selfservice.tickets.recording import record_act

SCALE = (1, 2, 3, 4, 5)


@transaction.atomic
def rate(*, ticket: Ticket, rating: int) -> Ticket:
    """Keep a rating from 1 (bad) to 5 (good); the first one counts.

    Raises:
        AlreadyRated: there is one, or the ticket is not finished.
        ValueError: a number outside the scale.
    """
    if rating not in SCALE:
        raise ValueError(f"{rating} is not on the scale")
    unrated = Ticket.objects.filter(pk=ticket.pk, state=TicketState.DONE, rating__isnull=True)
    if not unrated.update(rating=rating, rated_at=timezone.now()):
        raise AlreadyRated
    ticket.rating = rating
    record_act("tickets.rated", ticket=ticket, actor=None, rating=rating)
    return ticket
