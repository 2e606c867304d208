"""The thread of a ticket: for both sides, and with the office's notes for the office alone."""

from __future__ import annotations

from operator import attrgetter

from selfservice.tickets.errors import Change
from selfservice.tickets.models import Entry, EntryKind, Note, Ticket, TicketState


def thread(*, ticket: Ticket) -> list[Entry]:
    """What both sides read, the oldest first, with files. Two queries."""
    return list(ticket.entries.prefetch_related("attachments").order_by("id"))


def office_thread(*, ticket: Ticket) -> list[Entry | Note]:
    """The same with the office's notes in between. For the office's eyes only. Three queries."""
    entries = ticket.entries.select_related("author").prefetch_related("attachments")
    notes = ticket.notes.select_related("author")
    return sorted([*entries, *notes], key=attrgetter("at", "version"))


def changes_since(*, ticket: Ticket, version: int) -> list[Change]:
    """What happened after the ticket had `version`, the oldest first. For the office's eyes only."""
    rows: list[Entry | Note] = [
        *ticket.entries.select_related("author").filter(version__gt=version),
        *ticket.notes.select_related("author").filter(version__gt=version),
    ]
    rows.sort(key=attrgetter("at", "version"))
    return [Change(at=row.at, author=row.author.email if row.author else "", text=words(row)) for row in rows]


def words(row: Entry | Note) -> str:
    """A part of the thread as a sentence or as it was written."""
    if isinstance(row, Entry) and row.kind == EntryKind.STATE:
        state = str(TicketState(row.state).label)
        return f"→ {state}. {row.text}".strip()
    return row.text
