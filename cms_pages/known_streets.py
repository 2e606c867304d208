"""Does anybody know this street? From the supplier's list, kept for an hour; without it nobody can tell."""

from __future__ import annotations

from difflib import get_close_matches

from django.core.cache import caches

from ebok.core.areas import plain_name
from ebok.core.street_names import StreetsUnknown, street_names

AN_HOUR = 3600
A_MINUTE = 60
MOST_SUGGESTED = 5


def is_known(street: str) -> bool | None:
    """Whether the supplier's list has a street of this name; None when there is no list now."""
    names = _by_plain_name()
    return plain_name(street) in names if names else None


def suggestions(street: str) -> list[str]:
    """Streets with a like name, the likest first, at most five."""
    names, asked = _by_plain_name(), plain_name(street)
    holding = sorted((name for name in names if len(asked) > 2 and asked in name), key=len)
    alike = dict.fromkeys([*holding, *get_close_matches(asked, names, n=MOST_SUGGESTED)])
    return [names[name] for name in alike][:MOST_SUGGESTED]


def _by_plain_name() -> dict[str, str]:
    """Name as people compare it to the name as written; empty while nobody can tell.

    Silence is kept for a minute, too, so that a billing system that is away does not hold up each answer.
    """
    stored: dict[str, str] | None = caches["pages"].get("street_names")
    if stored is not None:
        return stored
    try:
        names = {plain_name(name): name for name in street_names.known()}
    except StreetsUnknown:
        names = {}
    caches["pages"].set("street_names", names, timeout=AN_HOUR if names else A_MINUTE)
    return names
