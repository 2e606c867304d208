"""Periodic work; the schedule stands in `ebok.settings.background`."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from documents.drafts.services import sweep


@shared_task(name="drafts.sweep")
def sweep_drafts(**later: object) -> int:
    """Delete files of forms that nobody sent within a day."""
    return sweep(at=timezone.now())
