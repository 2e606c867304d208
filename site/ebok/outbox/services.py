"""Asking for durable work, and taking the request back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ebok.outbox.handlers import kind_of
from ebok.outbox.models import Job, JobState
from ebok.outbox.waking import wake


def enqueue(
    *, kind: str, key: str, payload: dict[str, Any] | None = None, due_at: datetime | None = None
) -> Job:
    """Write a job in the caller's transaction; asking again with the same kind and key changes nothing.

    A worker is woken after the commit. When the broker is away the sweep finds the row.

    Parameters:
        kind: which handler, e.g. "messaging.send".
        key: unique within the kind; makes repeats harmless.
        payload: ids only, never personal data.
        due_at: earliest instant; now by default.

    Raises:
        UnknownKind: no handler is registered.
    """
    kind_of(kind)
    now = timezone.now()
    job, fresh = Job.objects.get_or_create(
        kind=kind, key=key, defaults={"payload": payload or {}, "due_at": due_at or now, "created_at": now}
    )
    if fresh and job.due_at <= now:
        _wake_after_commit()
    return job


def cancel(*, kind: str, key: str) -> bool:
    """Take back work that has not begun; False when it is running, finished or unknown."""
    waiting = Job.objects.filter(kind=kind, key=key, state=JobState.WAITING)
    return bool(waiting.update(state=JobState.CANCELLED, finished_at=timezone.now()))


def retry(*, job_id: int) -> bool:
    """Give a failed job all its tries again, by a person's decision; False when it has not failed."""
    failed = Job.objects.filter(pk=job_id, state=JobState.FAILED)
    revived = failed.update(
        state=JobState.WAITING, attempts=0, due_at=timezone.now(), finished_at=None, last_error=""
    )
    if revived:
        _wake_after_commit()
    return bool(revived)


def _wake_after_commit() -> None:
    """One wake-up a transaction is enough, however many jobs it writes."""
    connection = transaction.get_connection()
    if not any(callback is wake for _savepoints, callback, *_rest in connection.run_on_commit):
        transaction.on_commit(wake, robust=True)
