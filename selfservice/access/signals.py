"""Refusals of zones and pages, written to the event log."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.http import HttpRequest

from ebok.audit.services import record
from ebok.core.signals import access_denied
from selfservice.identity.roles import role_of


@receiver(access_denied, dispatch_uid="access_zone_denied")
def on_access_denied(sender: Any, request: HttpRequest, zone: str, status: int, **kwargs: Any) -> None:
    """Somebody who is signed in knocked at a door that is not for him."""
    record(
        action="access.denied",
        actor=request.user,
        actor_role=role_of(request.user),
        object_type="zone",
        object_id=zone,
        details={"path": request.path[:200], "status": status},
    )
