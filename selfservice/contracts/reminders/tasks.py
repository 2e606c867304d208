"""Periodic work; the schedule stands in `ebok.settings.background`."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from selfservice.contracts.reminders.services import ask_for_due


@shared_task(name="collection_reminders.ask")
def ask(**later: object) -> None:
    """Ask for the reminders of this hour."""
    ask_for_due(at=timezone.now())
