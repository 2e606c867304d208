"""Cases sent without a sign-in come to the user who proves that the address is his, and to his account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from selfservice.access.models import AccessRole, AccountAccess
from selfservice.identity.events import record_own
from selfservice.tickets.models import Channel, Ticket
from selfservice.tickets.recording import record_act

if TYPE_CHECKING:
    from selfservice.identity.models import User

WITHOUT_SIGN_IN = frozenset({Channel.GUEST, Channel.PAGE})


@transaction.atomic
def claim_guest_tickets(*, user: User) -> int:
    """Give a user the guest tickets of his confirmed addresses; returns how many there were.

    If he owns one customer account and sees no other, they are about that one.
    """
    confirmed = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    addresses = [email.lower() for email in confirmed]
    if not addresses:
        return 0
    found = Ticket.objects.filter(user__isnull=True, guest_email__in=addresses).update(user=user)
    if found:
        record_own("tickets.claimed", user, tickets=found)
        join_only_account(user=user)
    return found


@transaction.atomic
def join_only_account(*, user: User) -> int:
    """Guest tickets of a user join his customer account; returns how many did.

    None does when he sees several accounts, or one as a delegate: then he alone knows which it is about.
    """
    accesses = AccountAccess.objects.of_user(user.pk).active(at=timezone.now()).order_by("pk")[:2]
    if [access.role for access in accesses] != [AccessRole.OWNER]:
        return 0
    own = Ticket.objects.filter(user=user, account_no="", channel__in=WITHOUT_SIGN_IN)
    return sum(join_account(ticket=ticket, access=accesses[0]) for ticket in own)


@transaction.atomic
def join_account(*, ticket: Ticket, access: AccountAccess) -> bool:
    """A case of no customer account is about the one of `access` from now on; False if it has one already."""
    mine = Ticket.objects.filter(pk=ticket.pk, user=access.user_id, account_no="")
    if not mine.update(account_no=access.account_no):
        return False
    ticket.account_no = access.account_no
    record_act("tickets.joined_account", ticket=ticket, actor=access.user)
    return True
