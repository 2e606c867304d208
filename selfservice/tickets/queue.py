"""Questions that the office asks: what is to be done, by whom, by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from ebok.core.row_places import RowPage, row_page
from selfservice.identity.models import User
from selfservice.identity.roles import GROUP_NAMES, Role
from selfservice.tickets.models import CannedReply, Ticket
from selfservice.tickets.querysets import TicketQuerySet
from selfservice.tickets.signatures import as_written

if TYPE_CHECKING:
    from collections.abc import Iterable

HANDLERS = frozenset({Role.ADMINISTRATOR, Role.MANAGER, Role.CLERK, Role.DISPATCHER})


class Pile(StrEnum):
    """Which tickets of the queue."""

    OPEN = "open"
    DANGER = "danger"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    OVERDUE = "overdue"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A part of the queue.

    Parameters:
        category: code, "" for all.
        text: number of a ticket or of a customer account, or an address of a guest; "" for all.
    """

    pile: Pile = Pile.OPEN
    category: str = ""
    text: str = ""


def queue_page(
    *, wanted: Wanted, reader: User, on: date, before: int | None = None, after: int | None = None
) -> RowPage[Ticket]:
    """A page of the queue, newest first, by keyset. Whatever the filter, one query."""
    tickets = _searched(_pile(wanted.pile, reader=reader, on=on), text=wanted.text.strip())
    if wanted.category:
        tickets = tickets.filter(category__code=wanted.category)
    return row_page(tickets.select_related("category", "assignee"), before=before, after=after)


def counts(*, reader: User, on: date) -> dict[str, int]:
    """How many unfinished tickets lie on the piles that press. One query."""
    counted: dict[str, int] = Ticket.objects.unfinished().aggregate(
        **{
            Pile.DANGER: Count("pk", filter=Q(category__is_danger=True)),
            Pile.MINE: Count("pk", filter=Q(assignee=reader)),
            Pile.UNASSIGNED: Count("pk", filter=Q(assignee__isnull=True)),
            Pile.OVERDUE: Count("pk", filter=Q(due_on__lt=on)),
        }
    )
    return counted


def ticket_for_office(*, signature: str) -> Ticket | None:
    """One ticket by its number."""
    found = Ticket.objects.select_related("category", "user", "assignee", "merged_into")
    ticket: Ticket | None = found.filter(signature=signature).first()
    return ticket


def handlers() -> list[User]:
    """People of the office who handle tickets, by address."""
    groups = [GROUP_NAMES[role] for role in HANDLERS]
    people = User.objects.filter(is_active=True, is_staff=True, groups__name__in=groups)
    return list(people.distinct().order_by("email"))


def canned_replies(*, ticket: Ticket) -> list[CannedReply]:
    """Ready answers that fit the category and the language of a ticket."""
    language = ticket.user.language if ticket.user else ticket.language
    fitting: Iterable[CannedReply] = CannedReply.objects.filter(language=language)
    return [reply for reply in fitting if reply.category_id in (None, ticket.category_id)]


def filled_in(*, reply: CannedReply, ticket: Ticket) -> str:
    """A ready answer with the facts of a ticket. Other braces stay as they stand: it is no template."""
    facts = {
        "{number}": ticket.signature,
        "{subject}": ticket.subject,
        "{category}": ticket.category.in_language("title"),
    }
    parts, text = [], reply.text
    while text:
        name = min((each for each in facts if each in text), key=text.index, default="")
        head, mark, text = text.partition(name) if name else (text, "", "")
        parts += [head, facts.get(mark, "")]
    return "".join(parts)


def _pile(pile: Pile, *, reader: User, on: date) -> TicketQuerySet:
    tickets: TicketQuerySet = Ticket.objects.all()
    if pile == Pile.ALL:
        return tickets
    if pile == Pile.OVERDUE:
        return tickets.overdue(on=on)
    unfinished = tickets.unfinished()
    if pile == Pile.DANGER:
        return unfinished.filter(category__is_danger=True)
    if pile == Pile.MINE:
        return unfinished.filter(assignee=reader)
    return unfinished.filter(assignee__isnull=True) if pile == Pile.UNASSIGNED else unfinished


def _searched(tickets: TicketQuerySet, *, text: str) -> TicketQuerySet:
    if not text:
        return tickets
    if number := as_written(text):
        return tickets.filter(signature=number)
    if "@" in text:
        return tickets.filter(guest_email=text.lower())
    return tickets.filter(account_no=text)
