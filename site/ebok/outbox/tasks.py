"""Celery's side of the outbox. Tasks tolerate arguments of a later version."""

from __future__ import annotations

from celery import shared_task

from ebok.core.alarms import clear_alarm
from ebok.outbox import sweeping, working
from ebok.outbox.waking import BROKER_AWAY, WAKE_TASK


@shared_task(name=WAKE_TASK)
def wake(**later: object) -> None:
    """Somebody has committed work."""
    working.drain()


@shared_task(name="outbox.sweep")
def sweep(**later: object) -> None:
    """Beat's rounds: also finds what a dead broker or worker left behind."""
    clear_alarm(code=BROKER_AWAY)  # this message has come through the broker
    sweeping.sweep()


@shared_task(name="outbox.tidy")
def tidy(**later: object) -> None:
    """Forget work that was finished long ago."""
    sweeping.tidy()
