"""People of the demonstration must never meet a production office."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from selfservice.identity.models import User

HINT = (
    "Remove them (delete users marked is_demo) or use a fresh database: "
    "their passwords are printed in the documentation."
)


def demo_people_in_the_way() -> int:
    """How many demo people stand in the database of an office that is no demonstration."""
    return 0 if settings.DEMO else User.objects.filter(is_demo=True).count()


def refuse_demo_people() -> None:
    """Called where a server starts.

    Raises:
        ImproperlyConfigured: demo people are in the database and demo mode is off.
    """
    count = demo_people_in_the_way()
    if count:
        raise ImproperlyConfigured(f"eBOK cannot start: the database holds {count} demo users. {HINT}")
