"""Rounds of the scheduler."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from selfservice.identity.second_factor import removals, trust


@shared_task(name="second_factor.tidy")
def tidy(**later: object) -> None:
    """Forget browsers that are trusted no more, and requests of the office that ended long ago."""
    trust.forget_ended()
    removals.forget_ended(before=timezone.now() - timedelta(days=settings.FACTOR_REMOVALS_KEEP_DAYS))
