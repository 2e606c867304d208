"""Questions on tickets that customers ask. The office's notes are in none of the answers."""

from __future__ import annotations

from ebok.core.row_places import RowPage, row_page
from selfservice.tickets.models import Category, Ticket


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
) -> RowPage[Ticket]:
    """Tickets that somebody with access to an account may read, by keyset on their row numbers.

    Parameters:
        account_no: "" for tickets of the user that belong to no account.
        before: only older ones than this row; after: only newer ones (nearest first, then turned).
    """
    mine = Ticket.objects.seen_by(user_id=user_id, account_no=account_no).select_related("category")
    return row_page(mine, before=before, after=after)


def find_ticket(*, user_id: int, account_no: str, signature: str) -> Ticket | None:
    """One ticket that somebody with access to an account may read; None for anybody else's."""
    mine = Ticket.objects.seen_by(user_id=user_id, account_no=account_no)
    ticket: Ticket | None = (
        mine.select_related("category", "user", "merged_into").filter(signature=signature).first()
    )
    return ticket
