"""Where something holds: a stretch of a street, by building numbers and side, and whom it covers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_KIND_OF_STREET = re.compile(
    r"^(ul|ulica|al|aleja|aleje|pl|plac|os|osiedle|rondo|skwer)\b\.?\s*", re.IGNORECASE
)
_NUMBER = re.compile(r"\s*(\d{1,6})\s*([^\W\d_]{0,4})", re.IGNORECASE)
# The one Polish letter that Unicode does not take apart into a letter and a mark.
_STROKED = str.maketrans("łŁ", "lL")


class Side(StrEnum):
    """Which building numbers of a stretch count."""

    ALL = "all"
    ODD = "odd"
    EVEN = "even"


@dataclass(frozen=True, slots=True, order=True)
class BuildingNumber:
    """A building number as people order it: 9, 10, 12, 12A, 12B, 13. The suffix is in small letters."""

    number: int
    suffix: str = ""

    @classmethod
    def read(cls, text: str) -> BuildingNumber | None:
        """`12A`, `12 a` and `12A/3` (a flat, or a second number) as 12 "a"; None when no number leads."""
        match = _NUMBER.match(text)
        return cls(int(match[1]), match[2].lower()) if match else None


@dataclass(frozen=True, slots=True)
class Address:
    """Town (may be empty), street, building as written on the house ("12A")."""

    city: str
    street: str
    building: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A street, or its buildings `first` to `last` (both included, empty = no end), on one side or both.

    `last` "40" includes 40A and 40B, which stand on the same plot; `last` "40A" ends with it.
    """

    city: str
    street: str
    first: str = ""
    last: str = ""
    side: Side = Side.ALL

    def covers(self, address: Address) -> bool:
        """Does the stretch hold this address?

        An address whose number cannot be read counts for its whole street: one warning too many
        is better than a dry tap without one. An empty town on either side matches every town.
        """
        if plain_name(self.street) != plain_name(address.street):
            return False
        if self.city and address.city and plain_name(self.city) != plain_name(address.city):
            return False
        building = BuildingNumber.read(address.building)
        return building is None or (self._on_side(building) and self._within(building))

    @property
    def is_empty(self) -> bool:
        """Can no building lie in it? `40` to `2`, `40B` to `40A`, or one odd number on the even side."""
        first, last = BuildingNumber.read(self.first), BuildingNumber.read(self.last)
        if not first or not last:
            return False
        alone = first.number == last.number and not self._on_side(first)
        return alone or not self._within(first)

    def _on_side(self, building: BuildingNumber) -> bool:
        remainder = {Side.ODD: 1, Side.EVEN: 0}.get(self.side)
        return remainder is None or building.number % 2 == remainder

    def _within(self, building: BuildingNumber) -> bool:
        first, last = BuildingNumber.read(self.first), BuildingNumber.read(self.last)
        if first and building < first:
            return False
        if last is None:
            return True
        return building <= last if last.suffix else building.number <= last.number


def plain_name(name: str) -> str:
    """A name as people compare it: `ul. Łąkowa ` and `lakowa` are the same."""
    letters = unicodedata.normalize("NFKD", name.translate(_STROKED))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(_KIND_OF_STREET.sub("", bare.strip()).casefold().split())
