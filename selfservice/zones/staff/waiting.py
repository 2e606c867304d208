"""Work that waits for a decision of the office, as counts with links; one query each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms_pages import modules
from selfservice.access.data_changes.queries import pending
from selfservice.identity.roles import CUSTOMER_KEEPERS, Role, roles_of
from selfservice.identity.second_factor.removals import open_requests
from selfservice.metering.models import ReadingSubmission
from selfservice.zones.staff.pages import DATA_KEEPERS


@dataclass(frozen=True, slots=True)
class Pile:
    """One kind of work: where it is done, by whom, and the module without which it is gone."""

    title: str | Promise
    name: str
    roles: frozenset[Role]
    count: Callable[[], int]
    module: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """So much of one kind waits."""

    title: str | Promise
    url: str
    number: int


PILES = (
    Pile(
        title=_("Readings to check"),
        name="staff:readings",
        roles=DATA_KEEPERS | CUSTOMER_KEEPERS,
        count=lambda: ReadingSubmission.objects.to_check().count(),
        module="readings",
    ),
    Pile(
        title=_("Changes of contact data"),
        name="staff:data_changes",
        roles=CUSTOMER_KEEPERS,
        count=lambda: pending().count(),
    ),
    Pile(
        title=_("Lost second factors, each for a day"),
        name="staff:removals",
        roles=CUSTOMER_KEEPERS,
        count=lambda: open_requests().count(),
    ),
)


def waiting_for(request: HttpRequest) -> list[Waiting]:
    """What the reader may decide on, with what waits of it; piles of nought stay."""
    held = roles_of(request.user)
    return [
        Waiting(title=pile.title, url=reverse(pile.name), number=pile.count())
        for pile in PILES
        if pile.roles & held and (not pile.module or modules.enabled(pile.module))
    ]
