"""Periodic work; the schedule stands in `ebok.settings.background`."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from selfservice.messaging.services import FORGET_BATCH, forget_old


@shared_task(name="messaging.tidy")
def tidy(**later: object) -> None:
    """Forget messages that came long enough ago."""
    before = timezone.now() - timedelta(days=settings.MESSAGES_KEEP_DAYS)
    while forget_old(before=before) == FORGET_BATCH:
        pass
