"""Doing the work: claim a batch, run each handler with no open transaction, write the outcome."""

from __future__ import annotations

import time
from datetime import timedelta

import structlog
from django.utils import timezone

from ebok.core.alarms import raise_alarm
from ebok.core.context import RequestContext, entered, new_request_id
from ebok.outbox.claiming import begin, claim, finish, postpone
from ebok.outbox.errors import PermanentError, TemporaryError
from ebok.outbox.handlers import Kind, UnknownKind, kind_of
from ebok.outbox.models import Job, JobState

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 10
FIRST_DELAY_SECONDS = 10.0
DELAY_FACTOR = 4.0
LONGEST_DELAY_SECONDS = 3600.0
SHIFT_SECONDS = 20.0


def drain(*, seconds: float = SHIFT_SECONDS) -> int:
    """Do free jobs until there are none or the shift is over; returns how many were taken up.

    A shift is short so that a worker told to stop does so soon; the sweep starts the next one.
    """
    until, taken = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        jobs = claim(now=timezone.now())
        if not jobs:
            break
        for job in jobs:
            run(job)
        taken += len(jobs)
    return taken


def delay_after(attempts: int) -> timedelta:
    """How long to wait after the n-th try: 10 s, 40 s, 160 s, ... growing fourfold to one hour.

    `min(3600, 10 * 4 ** (attempts - 1))` seconds; ten tries take about five hours.
    """
    exponent = min(attempts - 1, 10)
    return timedelta(seconds=min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS * DELAY_FACTOR**exponent))


def run(job: Job) -> None:
    """Do one claimed job and write what came of it; nothing is raised."""
    context = RequestContext(request_id=new_request_id())
    with (
        entered(context),
        structlog.contextvars.bound_contextvars(request_id=context.request_id, job=job.pk, kind=job.kind),
    ):
        _run(job)


def _run(job: Job) -> None:
    try:
        kind = kind_of(job.kind)
    except UnknownKind:
        # While a new version rolls out, an old worker meets kinds that it does not know yet.
        kind = Kind(name=job.kind, handler=_unknown)
    if job.attempts >= MAX_ATTEMPTS:
        _fail(job, "Every try ended with the worker's death or silence. " + job.last_error)
        return
    if not begin(job, kind=kind, now=timezone.now()):
        log.info("outbox.taken_over")
        return
    _try(job, kind)


def _try(job: Job, kind: Kind) -> None:
    try:
        kind.handler(job.payload)
    except PermanentError as error:
        _fail(job, str(error))
    except TemporaryError as error:
        log.warning("outbox.try_failed", attempts=job.attempts, error=str(error))
        _try_later(job, str(error), retry_after=error.retry_after)
    except Exception as error:
        log.exception("outbox.try_failed", attempts=job.attempts)
        _try_later(job, f"{type(error).__name__}: {error}")
    else:
        _done(job)


def _unknown(payload: object) -> None:
    raise TemporaryError("No handler for this kind of work in this worker.")


def _done(job: Job) -> None:
    if not finish(job, state=JobState.DONE, now=timezone.now()):
        log.warning("outbox.done_too_late", attempts=job.attempts)


def _try_later(job: Job, error: str, *, retry_after: float | None = None) -> None:
    if job.attempts >= MAX_ATTEMPTS:
        _fail(job, error)
        return
    delay = delay_after(job.attempts) if retry_after is None else timedelta(seconds=retry_after)
    postpone(job, due_at=timezone.now() + delay, error=error)


def _fail(job: Job, error: str) -> None:
    if finish(job, state=JobState.FAILED, now=timezone.now(), error=error):
        raise_alarm(code="outbox.job_failed", key=job.kind, details={"job": job.pk, "attempts": job.attempts})
