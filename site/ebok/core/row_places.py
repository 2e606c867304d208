"""Places in lists that are ordered by row number, read from addresses."""

from __future__ import annotations

from django.http import Http404, QueryDict

MOST_DIGITS = 18
"""As many always fit into a bigint."""


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
