"""How the queue is, for `/health/ready`."""

from __future__ import annotations

from django.conf import settings

from ebok.core.health import ProbeResult, probe
from ebok.outbox.sweeping import watch_queue


@probe("queue")
def work_is_done_in_time() -> ProbeResult:
    """No work has been due for longer than `OUTBOX_QUEUE_AGE_SECONDS`; else an alarm opens."""
    seconds = watch_queue().total_seconds()
    ok = seconds <= settings.OUTBOX_QUEUE_AGE_SECONDS
    return ProbeResult(ok=ok, detail="in time" if ok else "work is waiting", seconds=round(seconds, 1))
