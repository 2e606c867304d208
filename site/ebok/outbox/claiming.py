"""Taking rows so that no two workers hold the same one.

The conditional UPDATE decides: it stamps the worker's token on rows that are *still* free and the
worker then reads back what carries its token. On PostgreSQL the candidates are locked with SKIP
LOCKED first, so that workers do not queue up behind each other (see the decision record on the outbox).
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from ebok.outbox.handlers import Kind
from ebok.outbox.models import Job, JobState

BATCH = 20


def free(now: datetime) -> Q:
    """Condition of rows that a worker may take: due, or held by one whose lease has run out."""
    return Q(state=JobState.WAITING, due_at__lte=now) | Q(state=JobState.RUNNING, leased_until__lt=now)


def claim(*, now: datetime, limit: int = BATCH) -> list[Job]:
    """Take up to `limit` free jobs, oldest first; the lease lets nobody else take them meanwhile."""
    if not connection.features.has_select_for_update_skip_locked:
        return _stamp(_candidates(now, limit), now)
    with transaction.atomic():
        return _stamp(_candidates(now, limit, locked=True), now)


def begin(job: Job, *, kind: Kind, now: datetime) -> bool:
    """Count a try and renew the lease just before the work; False when somebody else took it over."""
    begun = _held(job).update(attempts=F("attempts") + 1, leased_until=now + kind.lease)
    job.attempts += begun
    return bool(begun)


def finish(job: Job, *, state: JobState, now: datetime, error: str = "") -> bool:
    """Write a final state; False when the lease was lost and the outcome is another worker's to write."""
    return bool(
        _held(job).update(state=state, finished_at=now, leased_until=None, holder="", last_error=error)
    )


def postpone(job: Job, *, due_at: datetime, error: str) -> bool:
    """Give the job back until `due_at`; False when the lease was lost."""
    return bool(
        _held(job).update(
            state=JobState.WAITING, due_at=due_at, leased_until=None, holder="", last_error=error
        )
    )


def _candidates(now: datetime, limit: int, *, locked: bool = False) -> list[int]:
    jobs = Job.objects.filter(free(now)).order_by("due_at", "id")
    if locked:
        jobs = jobs.select_for_update(skip_locked=True)
    return list(jobs.values_list("id", flat=True)[:limit])


def _stamp(ids: list[int], now: datetime) -> list[Job]:
    if not ids:
        return []
    holder = uuid.uuid4().hex
    until = now + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
    Job.objects.filter(free(now), pk__in=ids).update(
        state=JobState.RUNNING, holder=holder, leased_until=until
    )
    return list(Job.objects.filter(holder=holder).order_by("due_at", "id"))


def _held(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, holder=job.holder, state=JobState.RUNNING)
