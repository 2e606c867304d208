"""The alarm on a silent scheduler: whoever looks raises it, since a dead scheduler cannot."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from ebok.core.alarms import clear_alarm, keep_alarm
from ebok.core.heartbeats import SCHEDULER, silence

SILENT = "scheduler.silent"


def watch_scheduler() -> timedelta | None:
    """Raise or clear the alarm; how long the scheduler has been silent, None when it was never seen."""
    silent = silence(SCHEDULER)
    if silent is not None and silent <= allowed_silence():
        clear_alarm(code=SILENT)
    else:
        keep_alarm(code=SILENT, details={"seconds": round(silent.total_seconds()) if silent else None})
    return silent


def allowed_silence() -> timedelta:
    """Longer silence means that the scheduler, the broker or every worker is away."""
    return timedelta(seconds=settings.SCHEDULER_SILENCE_SECONDS)
