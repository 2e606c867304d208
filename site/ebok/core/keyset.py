"""Pages of a long list, newest first, by keyset: no OFFSET, no COUNT, page 100 costs what page 1 costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Cursor:
    """The row beside which a page of the list begins, by its day and its number."""

    day: date
    key: str

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """Read a place from an address such as `2026-11-05_FV/2026/11/00412`.

        Raises:
            ValueError: it is none.
        """
        day, separator, key = text.partition("_")
        if not separator or not key or "\x00" in key:
            raise ValueError("not a place in the list")
        return cls(day=date.fromisoformat(day), key=key)

    def __str__(self) -> str:
        return f"{self.day.isoformat()}_{self.key}"


@dataclass(frozen=True, slots=True)
class KeysetPage(Generic[Row]):
    """One page of a list, with the places where its neighbours begin."""

    rows: list[Row]
    newer: Cursor | None
    older: Cursor | None


@dataclass(frozen=True, slots=True)
class Keyset:
    """The order of a list: by a day, then by the key of the row, both from an index.

    Parameters:
        day: name of the field with the day, such as "issued_on".
        key: name of the field with the unique number, such as "invoice_no".
    """

    day: str
    key: str

    @property
    def newest_first(self) -> tuple[str, str]:
        """For `order_by`."""
        return f"-{self.day}", f"-{self.key}"

    @property
    def oldest_first(self) -> tuple[str, str]:
        """For `order_by`."""
        return self.day, self.key

    def place_of(self, row: Model) -> Cursor:
        """The place of one row."""
        return Cursor(day=getattr(row, self.day), key=getattr(row, self.key))

    def before(self, place: Cursor) -> Q:
        """Rows older than a place. The bound on the day alone lets the index be used."""
        same_day = Q(**{self.day: place.day, f"{self.key}__lt": place.key})
        return Q(**{f"{self.day}__lte": place.day}) & (Q(**{f"{self.day}__lt": place.day}) | same_day)

    def after(self, place: Cursor) -> Q:
        """Rows newer than a place."""
        same_day = Q(**{self.day: place.day, f"{self.key}__gt": place.key})
        return Q(**{f"{self.day}__gte": place.day}) & (Q(**{f"{self.day}__gt": place.day}) | same_day)

    def page(
        self,
        rows: QuerySet[Row],
        *,
        after: Cursor | None = None,
        before: Cursor | None = None,
        size: int = PAGE_SIZE,
    ) -> KeysetPage[Row]:
        """One page of `rows`, in one query.

        Parameters:
            after: the page of older rows that follows this place.
            before: the page of newer rows that precedes it; not together with `after`.
        """
        if before is not None:
            found = list(rows.filter(self.after(before)).order_by(*self.oldest_first)[: size + 1])
            return self._page(found[:size][::-1], has_newer=len(found) > size, has_older=bool(found))
        if after is not None:
            rows = rows.filter(self.before(after))
        found = list(rows.order_by(*self.newest_first)[: size + 1])
        return self._page(found[:size], has_newer=after is not None, has_older=len(found) > size)

    def _page(self, rows: Sequence[Row], *, has_newer: bool, has_older: bool) -> KeysetPage[Row]:
        return KeysetPage(
            rows=list(rows),
            newer=self.place_of(rows[0]) if rows and has_newer else None,
            older=self.place_of(rows[-1]) if rows and has_older else None,
        )
