"""Every route of the site with its zone, and what the zone's door answers each persona."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from access_matrix.expecting import ALL_OFFICE, EVERY_CUSTOMER, HIDDEN, IN, PERSONAS, TO_CODE, Answers, row
from ebok.core.zones import Zone, zone_of
from ebok.urls import ZONES
from selfservice.identity.roles import GROUP_NAMES, OFFICE_ROLES

EVERYBODY = dict.fromkeys(PERSONAS, IN)
NOBODY = dict.fromkeys(PERSONAS, HIDDEN)

# What the door of a zone says, whatever the route behind it and whatever the method.
DOORS: dict[str, Answers] = {
    "public": EVERYBODY,
    "accounts": EVERYBODY,
    "schedule": EVERYBODY,
    "guest": EVERYBODY,
    "content-api": EVERYBODY,
    "files": EVERYBODY,
    "styleguide": EVERYBODY,
    "health": EVERYBODY,
    "portal": EVERY_CUSTOMER,
    "staff": ALL_OFFICE,
    "field": ALL_OFFICE,
    "cms": row(editor=IN),
    "api": NOBODY,
    "exchange-api": dict.fromkeys(PERSONAS, 401),  # machines with a token; no session opens it
    "portal-api": dict.fromkeys(PERSONAS, 401),  # programs with a personal token; no session opens it
    "feeds": NOBODY,  # whoever holds a secret link; no session opens it
    "hooks": NOBODY,
    "closed": NOBODY,
}
# People who stand at the doors only; rows need not name them. The key is answered like the persona.
POSITIONS = {
    f"position {role}": "clerk" if role in OFFICE_ROLES else "editor"
    for role in GROUP_NAMES
    if role not in PERSONAS
}
WITHOUT_CODE = {"clerk without a code": "clerk", "editor without a code": "editor"}
ASK_FOR_CODE = {"portal", "staff", "field", "cms"}
# Zones whose routes are covered by their door (the CMS asks Wagtail's permissions inside), by being the
# same for everybody, or by tests of their own.
BY_RULE = {
    "cms",
    "public",
    "schedule",
    "content-api",
    "files",  # cms_pages/tests/test_files.py
    "styleguide",
    "health",
    "closed",
}
# Zones that a secret of a program opens: their rows stand in `programs`.
BY_PROGRAM = {"exchange-api", "portal-api", "feeds"}


def at_the_door(zone: Zone) -> Answers:
    """What the door of a zone answers everybody."""
    said = DOORS[zone.name]
    positions = {name: said[like] for name, like in POSITIONS.items()}
    without_code = {name: said[like] for name, like in WITHOUT_CODE.items()}
    if zone.name in ASK_FOR_CODE:
        without_code = {name: TO_CODE if answer == IN else answer for name, answer in without_code.items()}
    return said | positions | without_code


def routes() -> list[str]:
    """All routes of the resolver, as Django spells them."""
    return list(_routes(get_resolver().url_patterns))


def zone_named(route: str) -> Zone:
    """The zone of a route; that every route has one is tested in `test_zones`."""
    zone = zone_of(route, ZONES)
    assert zone is not None, f"{route} belongs to no zone"
    return zone


def has_rows(route: str) -> bool:
    """Is this a route for people that needs a row of its own?"""
    return zone_named(route).name not in BY_RULE | BY_PROGRAM


def is_for_programs(route: str) -> bool:
    """Is this a route for programs? It needs a row, too."""
    return zone_named(route).name in BY_PROGRAM


def _routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _routes(entry.url_patterns, route)
        else:
            yield route
