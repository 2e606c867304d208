"""Periodic work; the schedule stands in `ebok.settings.background`."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from selfservice.access.data_changes.services import forget_ended


@shared_task(name="data_changes.tidy")
def tidy(**later: object) -> None:
    """Forget the values of requests that ended long enough ago."""
    forget_ended(before=timezone.now() - timedelta(days=settings.DATA_CHANGES_KEEP_DAYS))
