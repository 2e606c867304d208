"""Cases sent without a sign-in come to the user who proves that the address is his."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import transaction

from selfservice.identity.events import record_own
from selfservice.tickets.models import Ticket

if TYPE_CHECKING:
    from selfservice.identity.models import User


@transaction.atomic
def claim_guest_tickets(*, user: User) -> int:
    """Give a user the guest tickets of his confirmed addresses; returns how many there were."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    addresses = [email.lower() for email in confirmed]
    if not addresses:
        return 0
    found = Ticket.objects.filter(user__isnull=True, guest_email__in=addresses).update(user=user)
    if found:
        record_own("tickets.claimed", user, tickets=found)
    return found
