"""What the billing system answers to readings."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from selfservice.exchange.outgoing.models import Entry
from selfservice.exchange.outgoing.signals import acknowledged
from selfservice.metering import letters
from selfservice.metering.models import ReadingSubmission, SubmissionState
from selfservice.metering.services import KIND


@receiver(acknowledged, dispatch_uid="metering_reading_answered")
def on_acknowledged(sender: Any, entry: Entry, **kwargs: Any) -> None:
    """A reading was accepted, or rejected with a reason that its sender reads."""
    if entry.kind != KIND:
        return
    sent = ReadingSubmission.objects.standing().filter(entry_seq=entry.seq)
    if entry.state != "rejected":
        sent.update(state=SubmissionState.CHECKED)
        return
    for submission in sent.select_for_update():
        submission.state, submission.reason = SubmissionState.REJECTED, entry.reason
        submission.save(update_fields=["state", "reason"])
        letters.post(submission=submission)
