"""Two tickets about one thing become one. Nothing of either thread is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from selfservice.tickets import mails
from selfservice.tickets.errors import CannotMerge
from selfservice.tickets.keys import request_key
from selfservice.tickets.models import Entry, EntryKind, Side, Ticket, TicketState
from selfservice.tickets.recording import record_act
from selfservice.tickets.services.turns import turn

if TYPE_CHECKING:
    from selfservice.identity.models import User


@transaction.atomic
def merge(*, ticket: Ticket, into: Ticket, actor: User, seen_version: int) -> Ticket:
    """Join `ticket` with `into`, where all goes on; the customer is told, old links lead there.

    The thread of `ticket` stays with it and can still be read; both name each other. Returns `into`.

    Raises:
        CannotMerge: they are one, not both open, or not of the same customer.
        TicketChanged: somebody else changed `ticket` meanwhile.
    """
    if ticket.pk == into.pk or not same_customer(ticket, into):
        raise CannotMerge
    with (
        turn(ticket=ticket, seen_version=seen_version) as closed,
        turn(ticket=into, seen_version=None) as kept,
    ):
        if not (closed.is_open and kept.is_open):
            raise CannotMerge
        closed.state, closed.merged_into = TicketState.MERGED, kept
        closed.save(update_fields=["state", "merged_into"])
        entry = _entry(closed, actor=actor, other=kept)
        _entry(kept, actor=actor, other=closed)
        record_act("tickets.merged", ticket=closed, actor=actor, into=kept.signature)
        mails.post(entry=entry)
    return kept


def same_customer(one: Ticket, other: Ticket) -> bool:
    """Would everybody who may read the one be allowed to read the other?"""
    if one.account_no or other.account_no:
        return one.account_no == other.account_no
    if one.user_id or other.user_id:
        return one.user_id == other.user_id
    return bool(one.guest_email) and one.guest_email == other.guest_email


def _entry(held: Ticket, *, actor: User, other: Ticket) -> Entry:
    return Entry.objects.create(
        ticket=held,
        request_key=request_key(token="", sender=f"merge:{held.pk}"),
        kind=EntryKind.MERGED,
        side=Side.OFFICE,
        author=actor,
        text=other.signature,
        state=held.state,
        at=timezone.now(),
        version=held.version,
    )
