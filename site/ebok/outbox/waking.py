"""Telling a worker that there is work. May fail: the rows are the truth and the sweep finds them."""

from __future__ import annotations

import time

import structlog

from ebok.celery import app, make_folders
from ebok.core.alarms import raise_alarm

log = structlog.get_logger(__name__)

WAKE_TASK = "outbox.wake"
BROKER_AWAY = "outbox.broker_away"
PAUSE_SECONDS = 30.0


class _Circuit:
    """After a failed try nobody waits for the same broker again for a while."""

    def __init__(self) -> None:
        self.paused_until = float("-inf")

    def is_paused(self) -> bool:
        return time.monotonic() < self.paused_until

    def pause(self) -> None:
        self.paused_until = time.monotonic() + PAUSE_SECONDS


circuit = _Circuit()


def wake() -> None:
    """Send one message to the workers; a broker that is away costs a log line, never the request."""
    if circuit.is_paused():
        return
    try:
        make_folders(app)
        app.send_task(WAKE_TASK, expires=60)
    except Exception:
        # Brokers raise errors of many libraries; none of them may reach the request that has committed.
        circuit.pause()
        log.exception("outbox.wake_failed", pause_seconds=PAUSE_SECONDS)
        raise_alarm(code=BROKER_AWAY)
