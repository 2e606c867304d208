"""Rounds of the scheduler."""

from __future__ import annotations

from celery import shared_task

from selfservice.identity.robots import spending


@shared_task(name="robots.tidy")
def tidy(**later: object) -> None:
    """Forget spent proofs and old sightings."""
    spending.tidy()
