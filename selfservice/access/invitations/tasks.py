"""Periodic work; the schedule stands in `ebok.settings.background`."""

from __future__ import annotations

from datetime import datetime, timedelta

from celery import shared_task
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from selfservice.access.invitations.models import Invitation


@shared_task(name="invitations.tidy")
def tidy(**later: object) -> None:
    """Forget invitations that were answered or ran out long enough ago."""
    forget_ended(before=timezone.now() - timedelta(days=settings.INVITATIONS_KEEP_DAYS))


def forget_ended(*, before: datetime) -> int:
    """Delete invitations that were answered or ran out before an instant; returns how many.

    What came of them stands in the accesses and, without the address, in the event log.
    """
    ended = Invitation.objects.filter(Q(answered_at__lt=before) | Q(expires_at__lt=before))
    return ended.delete()[1].get(Invitation._meta.label, 0)
