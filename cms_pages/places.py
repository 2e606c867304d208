"""Whom does an announcement concern?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ebok.core.areas import Address


def names_address(page: Any, address: Address) -> bool:
    """Does one of the announcement's streets cover this address?"""
    return any(row.stretch.covers(address) for row in page.streets.all())


def concerns(page: Any, *, area_codes: set[str], addresses: Iterable[tuple[str, str, str]]) -> bool:
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
    known = [Address(city=city, street=street, building=building) for city, street, building in addresses]
    if streets and known:
        return any(names_address(page, address) for address in known)
    return bool(codes & area_codes)
