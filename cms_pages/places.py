"""Does an announcement concern this address? Streets by name, buildings by number and side."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cms_pages.models.choices import Parity

_PREFIX = re.compile(r"^(ul|ulica|al|aleja|aleje|pl|plac|os|osiedle|street)\b\.?\s*", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(\d+)\s*([a-z]?)", re.IGNORECASE)
_POLISH = str.maketrans("łŁ", "lL")  # the one Polish letter that has no decomposition


@dataclass(frozen=True, slots=True)
class Address:
    """Town (may be empty), street, building as written on the house ("12A")."""

    city: str
    street: str
    building: str


def plain(name: str) -> str:
    """A name as people compare it: `ul. Łąkowa ` and `lakowa` are the same."""
    letters = unicodedata.normalize("NFKD", name.translate(_POLISH))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(_PREFIX.sub("", bare.strip()).casefold().split())


def building_order(number: str) -> tuple[int, str] | None:
    """`12A` as (12, "a"), for comparison; None when it does not start with a digit."""
    match = _NUMBER.match(number)
    return (int(match[1]), match[2].lower()) if match else None


def street_covers(row: Any, address: Address) -> bool:
    """Does a street row (city, street, building_from, building_to, parity) cover the address?

    Without a building number the whole street counts. `building_to` "40" includes 40A: the letter
    belongs to the same plot.
    """
    if plain(row.street) != plain(address.street):
        return False
    if row.city and address.city and plain(row.city) != plain(address.city):
        return False
    building = building_order(address.building)
    return building is None or _number_within(row, building)


def _number_within(row: Any, building: tuple[int, str]) -> bool:
    first, last = building_order(row.building_from), building_order(row.building_to)
    if first and building < first:
        return False
    if last and building > (last if last[1] else (last[0], "z")):
        return False
    remainder = {Parity.ODD: 1, Parity.EVEN: 0}.get(row.parity)
    return remainder is None or building[0] % 2 == remainder


def concerns(page: Any, *, area_codes: set[str], addresses: Iterable[Any]) -> bool:
    """Is somebody with these areas and addresses affected? An announcement without a place is for all.

    Where it names streets, they decide for people with a known address; areas decide otherwise.

    Parameters:
        page: an announcement with its rows `areas` and `streets`.
        area_codes: the person's supply areas.
        addresses: (city, street, building) of each of the person's service points.
    """
    codes, streets = {row.area_code for row in page.areas.all()}, list(page.streets.all())
    if not codes and not streets:
        return True
    known = [Address(*each) for each in addresses]
    if streets and known:
        return any(street_covers(row, address) for row in streets for address in known)
    return bool(codes & area_codes)
