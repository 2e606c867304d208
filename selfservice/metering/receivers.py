"""What the billing system answers to readings."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from selfservice.exchange.outgoing.models import Entry
from selfservice.exchange.outgoing.signals import acknowledged
from selfservice.metering.models import ReadingSubmission, SubmissionState
from selfservice.metering.services import KIND


@receiver(acknowledged, dispatch_uid="metering_reading_answered")
def on_acknowledged(sender: Any, entry: Entry, **kwargs: Any) -> None:
    """A reading was accepted, or rejected with a reason that its sender reads."""
    if entry.kind != KIND:
        return
    sent = ReadingSubmission.objects.standing().filter(entry_seq=entry.seq)
    if entry.state == "rejected":
        sent.update(state=SubmissionState.REJECTED, reason=entry.reason)
    else:
        sent.update(state=SubmissionState.CHECKED)
