"""Saying something: a customer writes, the office answers or notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError
from django.utils import timezone

from documents.uploads.services import AcceptedUpload
from selfservice.tickets import attachments, mails
from selfservice.tickets.errors import TicketChanged, TicketFinished
from selfservice.tickets.keys import request_key
from selfservice.tickets.models import Entry, Note, Side, Ticket, TicketState
from selfservice.tickets.recording import record_act
from selfservice.tickets.services.turns import turn

if TYPE_CHECKING:
    from selfservice.identity.models import User


def write(
    *,
    ticket: Ticket,
    text: str,
    actor: User | None,
    uploads: Sequence[AcceptedUpload] = (),
    token: str = "",
) -> Entry:
    """The customer (or guest, `actor` None) writes; a ticket that waited for him goes on.

    The same form sent again changes nothing.

    Raises:
        TicketFinished: it must be opened again first, or it was joined with another one.
        StorageUnavailable: the files cannot be kept; nothing was.
    """
    sender = f"write:{ticket.pk}:{actor.pk if actor else 'guest'}"
    key = request_key(token=token, sender=sender, content=text)
    if known := Entry.objects.filter(request_key=key).first():
        return known
    try:
        return _written(ticket, key=key, text=text, actor=actor, uploads=uploads)
    except IntegrityError as error:
        return _brought_meanwhile(key, or_else=error)


def answer(
    *,
    ticket: Ticket,
    text: str,
    actor: User,
    seen_version: int,
    state: str = TicketState.OPEN,
    uploads: Sequence[AcceptedUpload] = (),
    token: str = "",
) -> Entry:
    """The office answers and says how the ticket stands then; the customer gets one mail.

    Raises:
        TicketChanged: somebody else was first. TicketFinished: it was joined with another one.
        StorageUnavailable: the files cannot be kept; nothing was.
    """
    key = request_key(token=token, sender=f"answer:{ticket.pk}:{actor.pk}", content=text)
    if known := Entry.objects.filter(request_key=key).first():
        return known
    try:
        return _answered(
            ticket, key=key, text=text, actor=actor, uploads=uploads, state=state, seen_version=seen_version
        )
    except (IntegrityError, TicketChanged) as error:
        return _brought_meanwhile(key, or_else=error)


def note(*, ticket: Ticket, text: str, actor: User, token: str = "") -> Note:
    """The office notes something for itself. It adds and overwrites nothing, so it needs no version."""
    key = request_key(token=token, sender=f"note:{ticket.pk}:{actor.pk}", content=text)
    if known := Note.objects.filter(request_key=key).first():
        return known
    with turn(ticket=ticket, seen_version=None) as held:
        row = Note.objects.create(
            ticket=held, request_key=key, author=actor, text=text, at=timezone.now(), version=held.version
        )
        record_act("tickets.noted", ticket=held, actor=actor)
    return row


def _entry(held: Ticket, *, key: str, text: str, actor: Any, side: str, state: str = "") -> Entry:
    return Entry.objects.create(
        ticket=held,
        request_key=key,
        side=side,
        author=actor,
        text=text,
        state=state,
        at=timezone.now(),
        version=held.version,
    )


def _written(ticket: Ticket, *, key: str, text: str, actor: Any, uploads: Sequence[AcceptedUpload]) -> Entry:
    with attachments.stored(uploads) as keys, turn(ticket=ticket, seen_version=None) as held:
        if not held.is_open:
            raise TicketFinished
        entry = _entry(held, key=key, text=text, actor=actor, side=Side.CUSTOMER)
        attachments.attach(entry=entry, uploads=uploads, keys=keys)
        if held.state == TicketState.WAITING:
            held.state = TicketState.OPEN
            held.save(update_fields=["state"])
        record_act("tickets.written", ticket=held, actor=actor, files=len(keys))
    return entry


def _answered(
    ticket: Ticket,
    *,
    key: str,
    text: str,
    actor: User,
    uploads: Sequence[AcceptedUpload],
    state: str,
    seen_version: int,
) -> Entry:
    with attachments.stored(uploads) as keys, turn(ticket=ticket, seen_version=seen_version) as held:
        if held.state == TicketState.MERGED:
            raise TicketFinished
        entry = _entry(held, key=key, text=text, actor=actor, side=Side.OFFICE, state=state)
        attachments.attach(entry=entry, uploads=uploads, keys=keys)
        held.state = TicketState(state)
        held.done_at = timezone.now() if state == TicketState.DONE else None
        held.assignee = held.assignee or actor
        held.save(update_fields=["state", "done_at", "assignee"])
        record_act("tickets.answered", ticket=held, actor=actor, files=len(keys), state=str(state))
        mails.post(entry=entry)
    return entry


def _brought_meanwhile(key: str, *, or_else: Exception) -> Entry:
    """The entry that the same form, sent twice at one moment, brought first."""
    known = Entry.objects.filter(request_key=key).first()
    if known is None:
        raise or_else
    return known
