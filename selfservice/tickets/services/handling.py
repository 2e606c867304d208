"""Who does it, and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as now_text

from selfservice.tickets import mails
from selfservice.tickets.errors import NothingToTell, TicketFinished
from selfservice.tickets.keys import request_key
from selfservice.tickets.models import Entry, EntryKind, Note, Side, Ticket, TicketState
from selfservice.tickets.recording import record_act
from selfservice.tickets.services.turns import turn

if TYPE_CHECKING:
    from selfservice.identity.models import User


def assign(*, ticket: Ticket, assignee: User | None, actor: User, seen_version: int) -> Ticket:
    """Give the ticket to somebody of the office, or to nobody; a note keeps who did it.

    Raises:
        TicketChanged: somebody else was first.
    """
    with turn(ticket=ticket, seen_version=seen_version) as held:
        held.assignee = assignee
        held.save(update_fields=["assignee"])
        words = now_text("Given to %(person)s") % {"person": assignee.email} if assignee else ""
        Note.objects.create(
            ticket=held,
            request_key=request_key(token="", sender=f"assign:{held.pk}"),
            author=actor,
            text=words or now_text("Given back to the queue"),
            at=timezone.now(),
            version=held.version,
        )
        record_act("tickets.assigned", ticket=held, actor=actor, assignee=assignee.pk if assignee else None)
    return held


def change_state(*, ticket: Ticket, state: str, actor: User, seen_version: int, text: str = "") -> Ticket:
    """Say how the ticket stands; the customer is told. The same state may come with a sentence.

    Parameters:
        state: "open", "waiting" or "done". Joining is `merge`.
        text: a sentence for the customer, may be empty.

    Raises:
        TicketChanged: somebody else was first. TicketFinished: it was joined with another one.
        NothingToTell: neither another state nor a sentence.
        ValueError: no state that can be chosen.
    """
    if state not in {TicketState.OPEN, TicketState.WAITING, TicketState.DONE}:
        raise ValueError(f"{state!r} cannot be chosen")
    with turn(ticket=ticket, seen_version=seen_version) as held:
        if held.state == TicketState.MERGED:
            raise TicketFinished
        if held.state == state and not text.strip():
            raise NothingToTell
        _set_state(held, state=state, actor=actor, side=Side.OFFICE, text=text)
        record_act("tickets.state_changed", ticket=held, actor=actor, state=str(state))
    return held


def reopen(*, ticket: Ticket, actor: User | None) -> Ticket:
    """The customer (or guest, None) opens a finished ticket again; one that is open stays as it is.

    Raises:
        TicketFinished: it was finished too long ago, or joined with another one.
    """
    with turn(ticket=ticket, seen_version=None) as held:
        if held.is_open:
            return held
        if not held.may_be_reopened(at=timezone.now()):
            raise TicketFinished
        _set_state(held, state=TicketState.OPEN, actor=actor, side=Side.CUSTOMER, text="")
        record_act("tickets.reopened", ticket=held, actor=actor)
    return held


def _set_state(held: Ticket, *, state: str, actor: Any, side: str, text: str) -> None:
    now = timezone.now()
    held.state = TicketState(state)
    held.done_at = now if state == TicketState.DONE else None
    held.save(update_fields=["state", "done_at"])
    entry = Entry.objects.create(
        ticket=held,
        request_key=request_key(token="", sender=f"state:{held.pk}"),
        kind=EntryKind.STATE,
        side=side,
        author=actor,
        text=text,
        state=state,
        at=now,
        version=held.version,
    )
    mails.post(entry=entry)
