"""Rounds of the scheduler."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from selfservice.identity.throttles import counters


@shared_task(name="throttles.tidy")
def tidy(**later: object) -> None:
    """Forget counts that no longer matter."""
    counters.tidy(older_than=timedelta(days=1))
