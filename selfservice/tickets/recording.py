"""Acts on tickets in the event log."""

from __future__ import annotations

from typing import Any

from ebok.audit.services import record
from selfservice.identity.roles import role_of
from selfservice.tickets.models import Ticket


def record_act(action: str, *, ticket: Ticket, actor: Any, **details: Any) -> None:
    """One event about a ticket; `actor` None is a guest."""
    record(
        action=action,
        actor=actor,
        actor_role=role_of(actor) if actor else "guest",
        object_type="ticket",
        object_id=ticket.signature,
        account_no=ticket.account_no,
        details=details,
    )
