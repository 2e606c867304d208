"""Taking a new ticket."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.uploads.services import AcceptedUpload
from ebok.core.periods import today
from selfservice.access.models import AccessRole, AccountAccess
from selfservice.exchange.outgoing.services import append
from selfservice.tickets import attachments, mails
from selfservice.tickets.accounts import is_verified
from selfservice.tickets.deadlines import due_on
from selfservice.tickets.errors import NobodyToAnswer
from selfservice.tickets.keys import request_key
from selfservice.tickets.models import Category, CategoryKind, Channel, Entry, EntryKind, Side, Ticket
from selfservice.tickets.recording import record_act
from selfservice.tickets.rules.handover import joint_state
from selfservice.tickets.signatures import new_signature

if TYPE_CHECKING:
    from selfservice.identity.models import User

BY_OFFICE = frozenset({Channel.PHONE, Channel.DESK})


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody without a sign-in, as he tells of himself."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is: number of a service point, words, or a pin in degrees (WGS 84)."""

    point_no: str = ""
    words: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def create(
    *,
    category: Category,
    subject: str,
    text: str,
    actor: User | None = None,
    account_no: str = "",
    guest: Guest | None = None,
    place: Place | None = None,
    answers: Sequence[dict[str, Any]] = (),
    uploads: Sequence[AcceptedUpload] = (),
    channel: str = Channel.PORTAL,
    language: str = "pl",
    received_on: date | None = None,
    token: str = "",
    once: str = "",
) -> Ticket:
    """Take a ticket; the same form sent again by the same sender gives the same ticket.

    Parameters:
        subject, text: what it is about, and the whole story, as typed.
        actor: who is signed in; for the channels "phone" and "desk" the clerk, who is not its sender.
        account_no: the customer account it concerns; whoever calls has proved the access. Of what
            clerks type the billing system is asked; while it is away the ticket is marked.
        guest: who sends it without a sign-in.
        answers: copy of the category's further questions with what was answered (`questions.copied`).
        uploads: accepted photos and files.
        language: "pl" or "en", for mails.
        received_on: the day from which the deadline of the law runs, where a clerk writes it down later
            than it came; None for today.
        token: of the form's hidden field; "" for acts that no form can repeat.
        once: name of something of which there is one ticket, whoever sends it and whatever he writes; the
            first one stands, and what the others wrote is not in it. "" for nothing such.

    Raises:
        NobodyToAnswer: no account, no user and no way to reach a guest.
        UnknownAccount: the account that a clerk typed does not exist.
        StorageUnavailable: the files cannot be kept; nothing was.
    """
    guest, place = guest or Guest(), place or Place()
    by_office = channel in BY_OFFICE
    user = _owner(account_no) if by_office else actor
    if not (user or account_no or guest.email or guest.phone):
        raise NobodyToAnswer
    if once:
        key = _key_of(once)
    else:
        content = "|".join((category.code, account_no, subject, text, json.dumps(list(answers))))
        key = request_key(token=token, sender=_sender(actor, guest), content=content)
    if known := _known(key):
        return known
    now = timezone.now()
    ticket = Ticket(
        signature=new_signature(),
        request_key=key,
        category=category,
        category_version=category.version,
        subject=subject,
        answers=list(answers),
        account_no=account_no,
        account_unverified=by_office and bool(account_no) and not is_verified(account_no),
        point_no=place.point_no,
        place=place.words,
        latitude=place.latitude,
        longitude=place.longitude,
        user=user,
        guest_name=guest.name,
        guest_email=guest.email.strip().lower(),
        guest_phone=guest.phone,
        language=language,
        channel=channel,
        due_on=_due_on(category, received_on=received_on or today()),
        created_at=now,
        changed_at=now,
    )
    try:
        with attachments.stored(uploads) as keys, transaction.atomic():
            _write(ticket, text=text, actor=actor, uploads=uploads, keys=keys, received_on=received_on)
    except IntegrityError:
        # The same form came twice at the same moment, and the other one was first.
        if known := _known(key):
            return known
        raise
    return ticket


def taken(*, once: str) -> Ticket | None:
    """The ticket that something of which there is one brought already (see `create`)."""
    return _known(_key_of(once))


def _key_of(once: str) -> str:
    return request_key(token=once, sender="once")


def _write(
    ticket: Ticket,
    *,
    text: str,
    actor: Any,
    uploads: Sequence[AcceptedUpload],
    keys: Sequence[str],
    received_on: date | None,
) -> None:
    ticket.save(force_insert=True)
    # What a clerk writes down is never shown as the customer's own words.
    by_office = ticket.channel in BY_OFFICE
    entry = Entry.objects.create(
        ticket=ticket,
        request_key=ticket.request_key,
        kind=EntryKind.WRITTEN_DOWN if by_office else EntryKind.MESSAGE,
        side=Side.OFFICE if by_office else Side.CUSTOMER,
        author=actor if by_office else ticket.user,
        text=text,
        at=ticket.created_at,
        version=ticket.version,
    )
    attachments.attach(entry=entry, uploads=uploads, keys=keys)
    facts = {"channel": ticket.channel, "category": ticket.category.code, "files": len(keys)}
    if received_on is not None:
        facts["received_on"] = received_on.isoformat()
    record_act("tickets.created", ticket=ticket, actor=actor, **facts)
    mails.post(entry=entry)
    append(kind="ticket.created", account_no=ticket.account_no, payload=_for_billing(ticket))


def _for_billing(ticket: Ticket) -> dict[str, object]:
    """What the billing system is told: that there is a case and of which kind, not what people wrote.

    Of a change of user also the meter state that both sides have read: billing ends and begins with it.
    """
    joint = joint_state(ticket.answers) if ticket.category.kind == CategoryKind.CHANGE_OF_USER else {}
    return {
        "ticket_no": ticket.signature,
        "category": ticket.category.code,
        "kind": ticket.category.kind,
        "channel": ticket.channel,
        "point_no": ticket.point_no,
        "created_at": ticket.created_at.isoformat(),
        "due_on": ticket.due_on.isoformat() if ticket.due_on else None,
        **joint,
    }


def _due_on(category: Category, *, received_on: date) -> date | None:
    if category.deadline_days is None:
        return None
    return due_on(received_on=received_on, days=category.deadline_days)


def _known(key: str) -> Ticket | None:
    """The ticket that the same form brought before."""
    found: Ticket | None = Ticket.objects.filter(request_key=key).first()
    return found


def _owner(account_no: str) -> User | None:
    """Whoever owns the account signs as sender of what a clerk writes down for him, and gets the mails."""
    owners = AccountAccess.objects.filter(account_no=account_no, role=AccessRole.OWNER)
    found = owners.active(at=timezone.now()).select_related("user").order_by("pk").first()
    return found.user if account_no and found else None


def _sender(actor: Any, guest: Guest) -> str:
    return f"user:{actor.pk}" if actor else f"guest:{guest.email.strip().lower()}:{guest.phone}"
