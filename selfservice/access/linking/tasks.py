"""Periodic work; the schedule stands in `ebok.settings.background`."""

from __future__ import annotations

from datetime import datetime, timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from selfservice.access.linking.models import UsedCode


@shared_task(name="linking.tidy")
def tidy(**later: object) -> None:
    """Forget who used paper codes long ago; that they were used stays."""
    forget_who_used_codes(before=timezone.now() - timedelta(days=settings.USED_CODES_KEEP_DAYS))


def forget_who_used_codes(*, before: datetime) -> int:
    """Forget who used paper codes before an instant; returns how many.

    The hashes stay: the billing system may share one for ever, and a code must not work twice.
    """
    return UsedCode.objects.filter(used_at__lt=before, used_by__isnull=False).update(used_by=None)
