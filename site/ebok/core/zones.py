"""Zones of the site: who may enter which part. Closed by default.

`ebok.urls` lists every zone once. A URL that belongs to no zone is refused at request time and
fails a test; a zone that is not public must name its guard.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase

Guard = Callable[[HttpRequest], HttpResponseBase | None]


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the site under one URL prefix.

    Parameters:
        name: short name, also in logs ("portal").
        prefix: start of the path without language prefix and leading slash ("portal/"); "" is the
            rest of the site.
        guard: lets a request in by returning None, or answers it (redirect to sign-in, 404).
            None only for public zones.
        public: True when anybody may read.
        personal: True when answers are somebody's own and must never be kept by a cache.
    """

    name: str
    prefix: str
    guard: Guard | None = None
    public: bool = False
    personal: bool = True

    def __post_init__(self) -> None:
        if self.guard is None and not self.public:
            raise ValueError(f"Zone {self.name!r} is not public and names no guard")


def zone_of(route: str, zones: Sequence[Zone]) -> Zone | None:
    """The zone of a resolver route such as "en/portal/invoices/", by the longest prefix."""
    path = route.removeprefix("en/").removeprefix("^")
    matching = [zone for zone in zones if path.startswith(zone.prefix)]
    return max(matching, key=lambda zone: len(zone.prefix), default=None)
