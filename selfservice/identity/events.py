"""What people do with their own sign-in, in the event log."""

from __future__ import annotations

from typing import Any

from ebok.audit.models import AuditEntry
from ebok.audit.services import record
from selfservice.identity.roles import role_of


def record_own(action: str, user: Any, **details: Any) -> AuditEntry:
    """Append an act of a person on his own sign-in, so that it stands in its history.

    Parameters:
        action: a registered code. details: small JSON facts, as of `record`.

    Raises:
        UnknownAction: the code is not registered.
    """
    return record(
        action=action,
        actor=user,
        actor_role=role_of(user),
        object_type="user",
        object_id=str(user.pk),
        details=details,
    )
