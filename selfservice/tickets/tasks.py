"""Background work on tickets."""

from __future__ import annotations

from celery import shared_task

from selfservice.tickets.services import announce_ends


@shared_task(name="tickets.announce_ends")
def tell_ends_of_outages(**extra: object) -> int:
    """Mails to those who wait for the end of an interruption; harmless to run at any time."""
    return announce_ends()
