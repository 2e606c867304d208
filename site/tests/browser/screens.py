"""Every screen of the office and who looks at it.

Screens come from the table of access (`access_matrix`), which covers every route: a new page is looked at
without a line here. A page about one thing finds it in `furnishing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from access_matrix.expecting import IN, NO_METHOD, ONWARD, Row
from access_matrix.town import MATRIX, parameters_of_urls

FILES = ("_csv", "_pdf", "_xml", "_file", "_fetch", "_photo")
PROVED_CASE = "opens after number and e-mail were given; looked at in the journeys"
NO_SCREENS = {
    "portal:letter": "a file",
    "robots_challenge": "for the script of the check against robots",
    "devices_time_left": "for the script that warns before a session ends",
    "portal:start": "leads on",
    "account_confirm_login_code": "leads on: codes by mail are not used",
    "account_set_password": "leads on: everybody has a password",
    "second_factor_login": "a step of signing in; looked at in the journeys",
    "second_factor_codes": "answers a button; looked at in the journeys",
    "portal:schedule_reminder": "takes a form, leads back",
    "throttles_open": "a link of a letter; looked at in the tests of locks",
    "wagtailcore_authenticate_with_password": "closed",
    "wagtaildocs_authenticate_with_password": "closed",
    "guest:case": PROVED_CASE,
    "guest:reading_sent": "a reading of a guest; looked at in the journeys",
    "guest:file": "a file",
    "guest:sent": PROVED_CASE,
}
# Whose screen it is, where that is not the first who may open it.
LOOKED_AT_BY = {
    "portal:invitation": ["outsider"],
    "account_inactive": ["visitor"],
    "second_factor_confirm": ["clerk"],
    "second_factor_remove": ["clerk"],
    "portal:people_resign": ["delegate"],
    "portal:accounts": ["customer", "building_manager"],
}
# Other faces of a page: the address goes on with this.
FACES = {
    "portal:invoices": ("?q=nothing-like-this",),
    "portal:consumption": ("?span=years", "?span=days", "?span=year-of-days"),
    "portal:ledger": ("?q=nothing-like-this",),
    "portal:messages": ("?unread=on", "?account=nothing-like-this"),
    "staff:tickets": ("?q=nothing-like-this",),
}


@dataclass(frozen=True, slots=True)
class Screen:
    """A page as one person sees it; `face` is what follows its address."""

    route: str
    person: str
    face: str = ""

    def __str__(self) -> str:
        words = f"{self.route}-{self.person}{self.face}".replace(":", "-")
        return "".join(letter if letter.isalnum() or letter == "-" else "_" for letter in words)


def screens() -> list[Screen]:
    """All screens behind or around the sign-in, but for those of the CMS."""
    found: list[Screen] = []
    for route, row in MATRIX.items():
        if route in NO_SCREENS or route.endswith(FILES) or not _is_page(row):
            continue
        for person in LOOKED_AT_BY.get(route) or list(_people(route, row)):
            found += [Screen(route, person, face) for face in ("", *FACES.get(route, ()))]
    return found


def names_that_are_gone() -> set[str]:
    """What this file names though no such route is there."""
    return {*NO_SCREENS, *LOOKED_AT_BY, *FACES} - set(parameters_of_urls())


def _is_page(row: Row) -> bool:
    answers = set(row.get.values())
    return NO_METHOD not in answers and bool(answers & {IN, ONWARD})


def _people(route: str, row: Row) -> Iterator[str]:
    """Clerk and administrator where the office works; a visitor where anybody may look; else a customer."""
    if route.startswith("staff:"):
        yield from (name for name in ("clerk", "administrator") if row.get[name] in {IN, ONWARD})
    else:
        yield "visitor" if row.get["anonymous"] == IN else "customer"
