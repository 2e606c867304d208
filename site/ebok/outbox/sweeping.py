"""What beat does for the outbox: find work that nobody was woken for, watch its age, forget old rows."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from ebok.core.alarms import clear_alarm, keep_alarm
from ebok.outbox.claiming import free
from ebok.outbox.models import Job, JobState
from ebok.outbox.working import drain

QUEUE_AGE = "outbox.queue_age"
FORGET_BATCH = 5000


def sweep() -> int:
    """Look at the queue's age, then work; returns how many jobs were taken up."""
    watch_queue()
    return drain()


def watch_queue() -> timedelta:
    """Raise or clear the alarm on the queue's age, which is returned.

    Asked by probes and pages, too: while no worker lives, nobody sweeps.
    """
    waited = queue_age()
    if waited > timedelta(seconds=settings.OUTBOX_QUEUE_AGE_SECONDS):
        keep_alarm(code=QUEUE_AGE, details={"seconds": round(waited.total_seconds())})
    else:
        clear_alarm(code=QUEUE_AGE)
    return waited


def queue_age() -> timedelta:
    """How long the oldest free job has been waiting; zero when none is."""
    now = timezone.now()
    oldest = Job.objects.filter(free(now)).order_by("due_at").values_list("due_at", flat=True).first()
    return max(now - oldest, timedelta()) if oldest else timedelta()


def tidy() -> int:
    """Remove jobs that were done or cancelled `OUTBOX_KEEP_DAYS` ago; failed ones stay for people."""
    before = timezone.now() - timedelta(days=settings.OUTBOX_KEEP_DAYS)
    old = Job.objects.filter(state__in=[JobState.DONE, JobState.CANCELLED], finished_at__lt=before)
    ids = list(old.values_list("id", flat=True)[:FORGET_BATCH])
    removed, _by_model = Job.objects.filter(pk__in=ids).delete()
    return removed
