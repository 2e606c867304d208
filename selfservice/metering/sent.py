"""Readings sent from here as a list: pages by keyset, and all of them for files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Q

from selfservice.access.models import AccountAccess
from selfservice.metering.models import ReadingSubmission
from selfservice.metering.states import Shown, with_states

PAGE_SIZE = 20
AT_ONCE = 500
"""So many states are asked for together while a file is written."""


class NoSuchPlace(Exception):
    """The list of this account has no such row."""


@dataclass(frozen=True, slots=True)
class SentPage:
    """A page of the list, newest first; `newer` and `older` are rows beside which others begin."""

    rows: list[ReadingSubmission]
    newer: int | None = None
    older: int | None = None


def sent_page(*, account_no: str, before: int | None = None, after: int | None = None) -> SentPage:
    """Readings sent for one account by keyset on (`sent_at`, `pk`): one query, and one for the place.

    Parameters:
        before: only older ones than this row; after: only newer ones (nearest first, then turned).

    Raises:
        NoSuchPlace: the row to begin beside is none of this account.
    """
    rows = ReadingSubmission.objects.of(account_no)
    if after is not None:
        newer = rows.filter(_beside(account_no, after, "gt")).order_by("sent_at", "pk")
        found = list(newer[: PAGE_SIZE + 1])
        shown = found[:PAGE_SIZE][::-1]
        return _page(shown, has_newer=len(found) > PAGE_SIZE, has_older=True)
    if before is not None:
        rows = rows.filter(_beside(account_no, before, "lt"))
    found = list(rows[: PAGE_SIZE + 1])
    return _page(found[:PAGE_SIZE], has_newer=before is not None, has_older=len(found) > PAGE_SIZE)


def all_sent(*, access: AccountAccess) -> Iterator[tuple[ReadingSubmission, Shown]]:
    """Every reading sent for the account with its state, the newest first; for files.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    rows = ReadingSubmission.objects.of(access.account_no).iterator(chunk_size=AT_ONCE)
    while batch := list(islice(rows, AT_ONCE)):
        yield from with_states(access=access, submissions=batch)


def _beside(account_no: str, pk: int, side: str) -> Q:
    place = ReadingSubmission.objects.of(account_no).filter(pk=pk).first()
    if place is None:
        raise NoSuchPlace
    same = Q(**{"sent_at": place.sent_at, f"pk__{side}": pk})
    return Q(**{f"sent_at__{side}": place.sent_at}) | same


def _page(rows: list[ReadingSubmission], *, has_newer: bool, has_older: bool) -> SentPage:
    return SentPage(
        rows=rows,
        newer=rows[0].pk if rows and has_newer else None,
        older=rows[-1].pk if rows and has_older else None,
    )
