"""Places in long lists, read from and written to addresses."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, QueryDict

from ebok.core.keyset import Cursor


def place(text: str) -> Cursor | None:
    """The place that an address names; None for no place.

    Raises:
        Http404: the text is no place.
    """
    if not text:
        return None
    try:
        return Cursor.parse(text)
    except ValueError as error:
        raise Http404("No such place in the list.") from error


def link(asked: QueryDict, *, fields: Iterable[str], name: str, place: Cursor | str | None) -> str:
    """The same list with the same filter, at another place; empty for no place.

    Parameters:
        fields: names of the filter's fields, kept as they were asked for.
        name: "after" or "before".
    """
    if not place:
        return ""
    query = _kept(asked, fields)
    query[name] = str(place)
    return f"?{query.urlencode(safe='/')}"


def first(asked: QueryDict, *, fields: Iterable[str]) -> str:
    """The same list with the same filter, from its beginning."""
    return f"?{_kept(asked, fields).urlencode(safe='/')}"


def _kept(asked: QueryDict, fields: Iterable[str]) -> QueryDict:
    query = QueryDict(mutable=True)
    for field in fields:
        if value := asked.get(field):
            query[field] = str(value)
    return query
