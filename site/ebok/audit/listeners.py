"""Events of the kernel that belong in the log."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.http import HttpRequest

from ebok.audit.services import record
from ebok.core.signals import access_denied


@receiver(access_denied)
def note_refusal(*, request: HttpRequest, zone: str, status: int, **signal: Any) -> None:
    """Somebody who is signed in was turned away from a zone."""
    record(
        action="access.denied",
        actor=request.user,
        object_type="zone",
        object_id=zone,
        details={"path": request.path[:200], "method": request.method, "status": status},
    )
