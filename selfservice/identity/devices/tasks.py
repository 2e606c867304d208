"""Rounds of the scheduler."""

from __future__ import annotations

from celery import shared_task

from selfservice.identity.devices.services import forget_expired


@shared_task(name="devices.tidy")
def tidy(**later: object) -> None:
    """Delete sessions that have expired."""
    forget_expired()
