"""Links that stand in mails."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from selfservice.tickets.models import Ticket

RATING_SALT = "ebok.tickets.rating"
RATING_SECONDS = 90 * 24 * 3600


def path_of(ticket: Ticket) -> str:
    """Where its sender reads the ticket: in the customer zone, or as a guest."""
    if ticket.user_id is None:
        return reverse("guest:case", args=[ticket.signature])
    if ticket.account_no:
        return reverse("portal:ticket", args=[ticket.account_no, ticket.signature])
    return reverse("portal:own_ticket", args=[ticket.signature])


def rating_path(ticket: Ticket) -> str:
    """The page that asks for a rating; it opens for whoever has the mail."""
    return reverse("guest:rating", args=[signing.dumps(ticket.pk, salt=RATING_SALT)])


def ticket_to_rate(token: str) -> Ticket | None:
    """The ticket of a link; None for one that is invented or too old."""
    try:
        pk = signing.loads(token, salt=RATING_SALT, max_age=RATING_SECONDS)
    except signing.BadSignature:
        return None
    return Ticket.objects.filter(pk=pk).first()
