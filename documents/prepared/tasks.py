"""Periodic work; the schedule stands in `ebok.settings.background`."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from documents.prepared.services import delete_expired, give_up_failed


@shared_task(name="prepared.tidy")
def tidy(**later: object) -> None:
    """Delete packages whose time is over, and end those whose work has failed."""
    give_up_failed()
    delete_expired(at=timezone.now())
