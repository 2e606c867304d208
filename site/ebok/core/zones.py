"""Zones of the site: who may enter which part. Closed by default.

`ebok.urls` lists every zone once. A URL that belongs to no zone is refused at request time and
fails a test; a zone that is not public must name its guard; what is public is listed by name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

Guard = Callable[[HttpRequest], HttpResponseBase | None]
NotFound = Callable[[HttpRequest, str], HttpResponse]


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the site: everything under one URL prefix, or the routes named one by one.

    Parameters:
        name: short name, also in logs ("portal").
        prefix: start of the path without language prefix and leading slash ("portal/").
        routes: whole resolver routes ("search/"), for what cannot have a prefix of its own.
        guard: lets a request in by returning None, or answers it (redirect to sign-in, 404).
            None only for public zones.
        public: True when anybody may read.
        personal: True when answers are somebody's own and must never be kept by a cache.
        not_found: the zone's own page for what is not there, for those whom the guard lets in; it gets
            the reference number.

    Raises:
        ValueError: the zone has no guard and is not public, or would cover the whole site.
    """

    name: str
    prefix: str = ""
    routes: frozenset[str] = frozenset()
    guard: Guard | None = None
    public: bool = False
    personal: bool = True
    not_found: NotFound | None = None

    def __post_init__(self) -> None:
        if self.guard is None and not self.public:
            raise ValueError(f"Zone {self.name!r} is not public and names no guard")
        if not self.prefix and not self.routes:
            raise ValueError(f"Zone {self.name!r} covers nothing: give it a prefix or routes")
        if self.prefix and not self.prefix.endswith("/"):
            raise ValueError(f"The prefix of zone {self.name!r} must end with a slash")
        object.__setattr__(self, "routes", frozenset(_joined(route) for route in self.routes))

    def covers(self, route: str) -> bool:
        """Does a resolver route without language prefix belong here?"""
        return _joined(route) in self.routes or bool(self.prefix and route.startswith(self.prefix))


def closed(request: HttpRequest) -> HttpResponseBase | None:
    """Guard of what is mounted but open to nobody (a library's spare views, a front still to come).

    Raises:
        Http404: always.
    """
    raise Http404("This part of the site is closed.")


def zone_of(route: str, zones: Sequence[Zone]) -> Zone | None:
    """The zone of a resolver route such as "en/portal/invoices/"; the longest prefix wins.

    Returns None for a route that no zone covers: such a URL is closed.
    """
    path = without_language(route)
    matching = [zone for zone in zones if zone.covers(path)]
    return max(matching, key=lambda zone: len(zone.prefix), default=None)


def entered_zone(*, path: str, route: str, zones: Sequence[Zone]) -> Zone | None:
    """The zone of a request, when its path and the route that answers it agree.

    A catch-all route (pages of the CMS) could answer a path under the prefix of a guarded zone; it
    must not: a page that an editor calls "portal" never stands in for the portal.

    Parameters:
        path: what was asked for ("/en/portal/x/").
        route: the resolver route that would answer.

    Returns None when no zone covers the route, or the path belongs to another one.
    """
    zone = zone_of(route, zones)
    prefixed = [other for other in zones if other.prefix]
    claimed = zone_of(path.removeprefix("/"), prefixed)
    return zone if claimed is None or claimed is zone else None


def may_enter(request: HttpRequest, *, zone: str) -> bool:
    """Would the guard of another zone let this request in? Asked where the answer depends on the reader.

    Parameters:
        zone: name of a guarded zone ("portal").
    """
    zones: list[Zone] = import_module(settings.ROOT_URLCONF).ZONES
    asked = next(each for each in zones if each.name == zone)
    here = getattr(request, "zone", None)
    request.zone = asked  # type: ignore[attr-defined]  # guards judge by the zone that is entered
    try:
        return asked.guard is None or asked.guard(request) is None
    except (Http404, PermissionDenied):
        return False
    finally:
        request.zone = here  # type: ignore[attr-defined]


def without_language(route: str) -> str:
    """A route or path as it stands without the language in front ("en/portal/" -> "portal/")."""
    for code, _name in settings.LANGUAGES:
        if route.startswith(f"{code}/"):
            return route.removeprefix(f"{code}/")
    return route


def _joined(route: str) -> str:
    """Django drops the "^" of an inner pattern when it joins routes, so it must not matter here."""
    return route.removeprefix("^").replace("/^", "/")
