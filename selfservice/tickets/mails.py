"""Mails about tickets: written to the outbox with their cause, made and sent by a worker.

They are made from the thread that customers read; the office's notes are in another table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cms_pages.queries import office_settings
from ebok.outbox.handlers import handles
from ebok.outbox.services import enqueue
from selfservice.identity.mail import Letter, LetterKind, announce, send_made, tell
from selfservice.tickets.links import path_of, rating_path
from selfservice.tickets.models import Entry, EntryKind, OutageSubscription, Side, Ticket, TicketState
from selfservice.tickets.readers import reader_of

ENTRY_MAIL = "tickets.entry_mail"
OUTAGE_MAIL = "tickets.outage_mail"


def post(*, entry: Entry) -> None:
    """Tell the sender of the ticket about an entry, once; in the caller's transaction."""
    enqueue(kind=ENTRY_MAIL, key=str(entry.pk), payload={"entry": entry.pk})


def post_end_of_outage(*, subscription: OutageSubscription) -> None:
    """Tell a user that an interruption is over, once; in the caller's transaction."""
    enqueue(kind=OUTAGE_MAIL, key=str(subscription.pk), payload={"subscription": subscription.pk})


@handles(ENTRY_MAIL)
def send_entry(payload: Mapping[str, Any]) -> None:
    """Send the mail about one entry to whoever may read it, in his language.

    Raises:
        TemporaryError: the mail server does not take it now.
    """
    found = Entry.objects.select_related("ticket__user", "ticket__category", "ticket__merged_into")
    entry = found.filter(pk=payload["entry"]).first()
    if entry is None:
        return
    ticket = entry.ticket
    reader = reader_of(ticket)
    address = reader.email if reader else "" if ticket.user else ticket.guest_email
    if not address:
        return
    with translation.override(reader.language if reader else ticket.language):
        facts = {
            "office": office_settings(),
            "ticket": ticket,
            # Anybody may name a stranger's address as his: a guest's own words are not mailed there.
            "heading": ticket.subject if reader else str(ticket.category),
            "entry": entry,
            "occasion": _occasion(entry),
            "link": f"{settings.SITE_URL}{path_of(ticket.merged_into or ticket)}",
            "rating_link": _rating_link(entry),
        }
        if reader:
            announce(
                user=reader,
                letter=Letter(
                    subject=f"{_subject(entry)} – {ticket.subject}",
                    paragraphs=[render_to_string("messages/ticket_inbox.txt", facts)],
                    path=path_of(ticket.merged_into or ticket),
                    link_text=_("Read the ticket"),
                ),
                kind=LetterKind.CASES,
                key=f"{ENTRY_MAIL}:{entry.pk}",
                account_no=ticket.account_no,
            )
        thread_id = _message_id(f"ticket-{ticket.pk}")
        send_made(
            to=address,
            subject=f"{_subject(entry)} [{ticket.signature}]",
            template="messages/ticket",
            facts=facts,
            headers={
                "Message-ID": _message_id(f"ticket-{ticket.pk}-{entry.pk}"),
                "In-Reply-To": thread_id,
                "References": thread_id,
            },
        )


@handles(OUTAGE_MAIL)
def send_end_of_outage(payload: Mapping[str, Any]) -> None:
    """Send the mail that an awaited interruption is over.

    Raises:
        TemporaryError: the mail server does not take it now.
    """
    found = OutageSubscription.objects.filter(pk=payload["subscription"], user__is_active=True)
    row = found.select_related("user").first()
    if row is None:
        return
    with translation.override(row.user.language):
        tell(
            user=row.user,
            letter=Letter(
                subject=_("It is over: %(title)s") % {"title": row.title},
                paragraphs=[
                    _(
                        "This interruption is over, as you asked us to tell you. If something is still wrong "
                        "at your place, send us a ticket."
                    )
                ],
                path=reverse("portal:announcements"),
                link_text=_("Announcements"),
            ),
            kind=LetterKind.INTERRUPTIONS,
            key=f"{OUTAGE_MAIL}:{row.pk}",
            headers={"Message-ID": _message_id(f"outage-{row.pk}")},
        )


def _occasion(entry: Entry) -> str:
    """Why this mail is sent: `created`, `answer`, `state`, `reopened` or `merged`."""
    if entry.kind == EntryKind.MERGED:
        return "merged"
    if entry.kind == EntryKind.WRITTEN_DOWN:
        return "created"
    if entry.side == Side.CUSTOMER:
        return "reopened" if entry.kind == EntryKind.STATE else "created"
    return "state" if entry.kind == EntryKind.STATE else "answer"


def _subject(entry: Entry) -> str:
    return {
        "created": _("We have your ticket"),
        "answer": _("We have answered your ticket"),
        "state": _("Your ticket: %(state)s") % {"state": TicketState(entry.state or TicketState.OPEN).label},
        "reopened": _("Your ticket is open again"),
        "merged": _("Your ticket goes on under another number"),
    }[_occasion(entry)]


def _rating_link(entry: Entry) -> str:
    ticket: Ticket = entry.ticket
    asks = entry.is_ours and entry.state == TicketState.DONE and ticket.rating is None
    return f"{settings.SITE_URL}{rating_path(ticket)}" if asks else ""


def _message_id(name: str) -> str:
    """The same for the same row, so that a mail sent twice is recognised as one."""
    return f"<{name}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"
