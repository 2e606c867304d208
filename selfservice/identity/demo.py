"""People of the demonstration must never meet a production office."""

from __future__ import annotations

import structlog
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from selfservice.identity.models import User

log = structlog.get_logger(__name__)

HINT = (
    "Remove them (delete users marked is_demo) or use a fresh database: "
    "their passwords are printed in the documentation."
)


def demo_people_in_the_way() -> int:
    """How many demo people stand in the database of an office that is no demonstration."""
    return 0 if settings.DEMO else User.objects.filter(is_demo=True).count()


def refuse_demo_people() -> None:
    """Called where a server starts (`ebok.wsgi`, `ebok.asgi`).

    A database that does not answer stops nothing: public pages must come up without it, and
    `SignInBackend` lets no demo person in outside a demonstration.

    Raises:
        ImproperlyConfigured: demo people are in the database and demo mode is off.
    """
    try:
        count = demo_people_in_the_way()
    except DatabaseError as error:
        log.warning("demo_people.not_checked", error=type(error).__name__)
        return
    if count:
        raise ImproperlyConfigured(f"eBOK cannot start: the database holds {count} demo users. {HINT}")
