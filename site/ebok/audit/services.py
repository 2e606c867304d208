"""Writing to the event log."""

from __future__ import annotations

from typing import Any, Protocol

from django.utils import timezone

from ebok.audit.actions import sentence
from ebok.audit.models import AuditEntry
from ebok.audit.roles import role_of_actor
from ebok.core.context import current
from ebok.core.text import neutral

# What strangers may have typed, and how much of it a column holds.
WIDTHS = {"object_type": 40, "object_id": 256, "account_no": 64, "reason": 500}


class Actor(Protocol):
    """Whoever acts: a user of any kind, also an anonymous one (pk None)."""

    @property
    def pk(self) -> Any: ...


def record(
    *,
    action: str,
    actor: Actor | None = None,
    actor_role: str = "",
    object_type: str = "",
    object_id: str = "",
    account_no: str = "",
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one event in the caller's transaction; address and request id come from the request.

    Parameters:
        action: a registered code such as "documents.downloaded".
        actor: the user who acts; None for the system itself.
        actor_role: in what capacity ("customer", "clerk", "system", ...); without one, `audit.roles` says.
        object_type: glossary name of the thing acted on ("invoice"), with `object_id` its key.
        account_no: customer account that the event concerns, for "who looked at my account".
        reason: what the actor gave as reason, plain text.
        details: small JSON facts without personal data, passwords, tokens or full bank numbers.

    Raises:
        UnknownAction: the code is not registered.
    """
    sentence(action)
    context = current()
    actor_id = "" if actor is None or actor.pk is None else str(actor.pk)
    return AuditEntry.objects.create(
        at=timezone.now(),
        action=action,
        actor_id=actor_id,
        actor_role=actor_role or (role_of_actor(actor) if actor_id else ""),
        address=context.address,
        request_id=context.request_id,
        object_type=_fit("object_type", object_type),
        object_id=_fit("object_id", object_id),
        account_no=_fit("account_no", account_no),
        reason=_fit("reason", reason),
        details=_neutral_facts(details or {}),
    )


def _fit(field: str, text: str) -> str:
    """Harmless text cut to its column: what strangers type never breaks the act that is recorded."""
    return neutral(text)[: WIDTHS[field]]


def _neutral_facts(value: Any) -> Any:
    if isinstance(value, str):
        return neutral(value)
    if isinstance(value, dict):
        return {neutral(str(key)): _neutral_facts(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_neutral_facts(item) for item in value]
    return value
