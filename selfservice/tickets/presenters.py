"""Tickets in words, for all fronts. What customers see is made of `history.thread` alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selfservice.tickets.history import thread
from selfservice.tickets.models import Attachment, Entry, EntryKind, Note, Ticket, TicketState
from selfservice.tickets.questions import readable

TAGS: dict[str, str] = {
    TicketState.NEW: "info",
    TicketState.OPEN: "info",
    TicketState.WAITING: "warn",
    TicketState.DONE: "ok",
    TicketState.MERGED: "quiet",
}


# What customers read as "waiting for you" the office reads from its own side.
OFFICE_WORDS: dict[str, str | Promise] = {TicketState.WAITING: _("waiting for the customer")}


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A line of a list."""

    ticket: Ticket
    state: str
    tag: str
    url: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of the thread."""

    name: str
    kind: str
    size: int
    url: str


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A part of the thread. `kind` is "message", "written", "state", "merged" or, for the office, "note".

    Parameters:
        author: e-mail address, for the office's eyes; "" for customers.
    """

    at: datetime
    kind: str
    is_ours: bool
    author: str
    text: str
    state: str
    files: list[FileRow]


def customer_words(state: str) -> str:
    """A state as customers read it."""
    return str(TicketState(state).label)


def office_words(state: str) -> str:
    """A state as the office reads it."""
    return str(OFFICE_WORDS.get(state, TicketState(state).label))


def ticket_rows(
    tickets: Iterable[Ticket],
    *,
    url: Callable[[Ticket], str],
    words: Callable[[str], str] = customer_words,
) -> list[TicketRow]:
    """Tickets as lines of a list, with the state in `words` of the reader."""
    return [
        TicketRow(
            ticket=ticket,
            state=words(ticket.state),
            tag=TAGS[ticket.state],
            url=url(ticket),
        )
        for ticket in tickets
    ]


def ticket_facts(ticket: Ticket, *, file_url: Callable[[Attachment], str]) -> dict[str, Any]:
    """What a page of one ticket shows to its sender."""
    return {
        "ticket": ticket,
        "state": TicketState(ticket.state).label,
        "tag": TAGS[ticket.state],
        "answers": answers_of(ticket),
        "entries": [thread_row(entry, file_url=file_url) for entry in thread(ticket=ticket)],
        "may_reopen": ticket.may_be_reopened(at=timezone.now()),
    }


def answers_of(ticket: Ticket) -> list[tuple[str, str]]:
    """(question, answer) as they stood when the ticket was sent, in the language in use."""
    english = (translation.get_language() or "pl").startswith("en")
    return readable(ticket.answers, english=english)


def thread_row(
    row: Entry | Note, *, file_url: Callable[[Attachment], str], shows_authors: bool = False
) -> ThreadRow:
    """A part of the thread in words."""
    author = row.author.email if shows_authors and row.author else ""
    if isinstance(row, Note):
        return ThreadRow(row.at, "note", True, author, row.text, "", [])
    files = [
        FileRow(file.name, file.name.rpartition(".")[2].upper(), file.size, file_url(file))
        for file in row.attachments.all()
    ]
    state = str(TicketState(row.state).label) if row.state and row.kind != EntryKind.MERGED else ""
    return ThreadRow(row.at, row.kind, row.is_ours, author, row.text, state, files)
