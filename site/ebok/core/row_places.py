"""Lists that are ordered by row number, newest first: their pages, and places in them read from addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, QueryDict

Row = TypeVar("Row", bound=Model)
PAGE_SIZE = 20
MOST_DIGITS = 18
"""As many always fit into a bigint."""


@dataclass(frozen=True, slots=True)
class RowPage(Generic[Row]):
    """A page of a list, newest first. `newer` and `older` are places beside which others begin."""

    rows: list[Row]
    newer: int | None
    older: int | None


def row_page(
    rows: QuerySet[Row], *, before: int | None = None, after: int | None = None, size: int = PAGE_SIZE
) -> RowPage[Row]:
    """One page by keyset on the row numbers, in one query; a row more than shown tells of further pages.

    Parameters:
        before: only older ones than this row.
        after: only newer ones (nearest first, then turned); wins over `before`.
    """
    if after is not None:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
        shown = found[:size][::-1]
        newer = shown[0].pk if len(found) > size else None
        return RowPage(rows=shown, newer=newer, older=shown[-1].pk if shown else None)
    found = list((rows.filter(pk__lt=before) if before else rows).order_by("-pk")[: size + 1])
    shown = found[:size]
    older = shown[-1].pk if len(found) > size else None
    return RowPage(rows=shown, newer=shown[0].pk if before and shown else None, older=older)


def row_place(asked: QueryDict, name: str) -> int | None:
    """The number of the row beside which a page of a list begins; None for the first page.

    Parameters:
        name: of the parameter, "before" or "after".

    Raises:
        Http404: the address names something else.
    """
    text = asked.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise Http404("No such place in the list.")
    return int(text)
