"""Asking for durable work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from ebok.outbox.handlers import handler_of
from ebok.outbox.models import Job


def enqueue(*, kind: str, key: str, payload: dict[str, Any] | None = None, due_at: datetime | None = None) -> Job:
    """Write a job in the caller's transaction; asking again with the same kind and key changes nothing.

    Parameters:
        kind: which handler, e.g. "messaging.send".
        key: unique within the kind; makes repeats harmless.
        payload: ids only, never personal data.
        due_at: earliest instant; now by default.

    Raises:
        UnknownKind: no handler is registered.
    """
    handler_of(kind)
    now = timezone.now()
    job, _created = Job.objects.get_or_create(
        kind=kind, key=key, defaults={"payload": payload or {}, "due_at": due_at or now, "created_at": now}
    )
    return job
