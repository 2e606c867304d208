"""Who must have a second factor, and how long a browser may be trusted without asking for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from selfservice.identity.roles import works_here

# Nobody enters these without a second factor, whatever his position is called.
OFFICE_ZONES = frozenset({"staff", "field", "cms"})
# The gravest acts ask for a proof not older than this.
RECENT = timedelta(minutes=5)


def is_demanded_of(user: Any) -> bool:
    """Must this person have a second factor? Office people always, customers when the site says so."""
    return bool(settings.SECOND_FACTOR_FOR_CUSTOMERS) or works_here(user)


def is_demanded_here(request: HttpRequest) -> bool:
    """Must whoever makes this request have proved a second factor? Asks no database."""
    zone = getattr(request, "zone", None)
    if zone is not None and zone.name in OFFICE_ZONES:
        return True
    return is_demanded_of(request.user)


def trust_days(user: Any) -> int:
    """For how many days this person's browser may be trusted; 0 when not at all."""
    return int(settings.SECOND_FACTOR_TRUST_DAYS["staff" if works_here(user) else "customer"])
