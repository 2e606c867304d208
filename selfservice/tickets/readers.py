"""Who is told of a ticket: its sender, as long as he may still read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from selfservice.access.models import AccessRole, AccountAccess, ClosedAccount
from selfservice.tickets.models import Ticket

if TYPE_CHECKING:
    from selfservice.identity.models import User


def reader_of(ticket: Ticket) -> User | None:
    """The signed-in person who gets the mails of a ticket; None when nobody with a sign-in may.

    Of a ticket of a customer account that is its sender while he has access to it, or until it was closed
    with the contract; then an owner. Whoever lost access to the account learns nothing more of it.
    """
    if ticket.user is None:
        return None
    if ticket.user.is_active and (not ticket.account_no or _may_read(ticket)):
        return ticket.user
    accesses = AccountAccess.objects.filter(account_no=ticket.account_no, user__is_active=True)
    owner = accesses.active(at=timezone.now()).owners().select_related("user").order_by("pk").first()
    return owner.user if owner else None


def _may_read(ticket: Ticket) -> bool:
    held = AccountAccess.objects.filter(account_no=ticket.account_no, user=ticket.user)
    if held.active(at=timezone.now()).exists():
        return True
    closed = ClosedAccount.objects.filter(account_no=ticket.account_no).first()
    if closed is None:
        return False
    # An access that only the contract's end has ended, not a person: a last answer still reaches him.
    until_closing = Q(revoked_at__isnull=True) | Q(revoked_at__gte=closed.access_ends_at)
    return held.filter(until_closing, role=AccessRole.OWNER).exists()
