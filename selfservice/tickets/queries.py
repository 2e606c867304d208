"""Questions on tickets that customers ask. The office's notes are in none of the answers."""

from __future__ import annotations

from dataclasses import dataclass

from selfservice.tickets.models import Category, Ticket
from selfservice.tickets.querysets import TicketQuerySet

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class TicketPage:
    """A page of a list, newest first. `newer` and `older` are places beside which others begin."""

    rows: list[Ticket]
    newer: int | None
    older: int | None


def categories(*, guests: bool = False) -> list[Category]:
    """What can be sent now, in the office's order; for guests only what they may send."""
    offered = Category.objects.filter(is_active=True)
    return list(offered.filter(for_guests=True) if guests else offered)


def category(*, code: str, guests: bool = False) -> Category | None:
    """One category that can be sent now, with its questions."""
    found = Category.objects.filter(is_active=True, code=code).prefetch_related("fields")
    wanted: Category | None = (found.filter(for_guests=True) if guests else found).first()
    return wanted


def ticket_page(
    *, user_id: int, account_no: str, before: int | None = None, after: int | None = None
) -> TicketPage:
    """Tickets that somebody with access to an account may read, by keyset on their row numbers.

    Parameters:
        account_no: "" for tickets of the user that belong to no account.
        before: only older ones than this row; after: only newer ones (nearest first, then turned).
    """
    mine = Ticket.objects.seen_by(user_id=user_id, account_no=account_no).select_related("category")
    return paged(mine, before=before, after=after)


def paged(tickets: TicketQuerySet, *, before: int | None, after: int | None) -> TicketPage:
    """A page of any set of tickets, newest first; one row more than shown tells of further pages."""
    if after is not None:
        found = list(tickets.filter(pk__gt=after).order_by("pk")[: PAGE_SIZE + 1])
        rows = found[:PAGE_SIZE][::-1]
        newer = rows[0].pk if len(found) > PAGE_SIZE else None
        return TicketPage(rows=rows, newer=newer, older=rows[-1].pk if rows else None)
    found = list((tickets.filter(pk__lt=before) if before else tickets).order_by("-pk")[: PAGE_SIZE + 1])
    rows = found[:PAGE_SIZE]
    older = rows[-1].pk if len(found) > PAGE_SIZE else None
    return TicketPage(rows=rows, newer=rows[0].pk if before and rows else None, older=older)


def find_ticket(*, user_id: int, account_no: str, signature: str) -> Ticket | None:
    """One ticket that somebody with access to an account may read; None for anybody else's."""
    mine = Ticket.objects.seen_by(user_id=user_id, account_no=account_no)
    ticket: Ticket | None = (
        mine.select_related("category", "user", "merged_into").filter(signature=signature).first()
    )
    return ticket
