"""Announcements that concern the reader's addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cms_pages.queries import announcements_for_areas
from selfservice.contracts.points import SuppliedPlaces


@dataclass(frozen=True, slots=True)
class Notices:
    """Interruptions of supply at one's own address: those that last now, and other announcements."""

    current: list[Any]
    others: list[Any]


def notices_for(places: SuppliedPlaces) -> Notices:
    """What the office announced for these supply areas and addresses, most pressing first."""
    pages = announcements_for_areas(set(places.area_codes), streets=places.addresses)
    current = [page for page in pages if page.state == "current"]
    return Notices(current=current, others=[page for page in pages if page.state != "current"])
