"""The sender of a reading learns that it was rejected or corrected, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ebok.core.periods import day_in_words
from ebok.core.quantities import format_quantity
from ebok.outbox.handlers import handles
from ebok.outbox.services import enqueue
from selfservice.access.models import AccountAccess
from selfservice.identity.mail import Letter, LetterKind, tell
from selfservice.metering.models import ReadingSubmission, SubmissionState

KIND = "metering.reading_letter"


def post(*, submission: ReadingSubmission) -> None:
    """Tell whoever sent it, once for each outcome; in the caller's transaction.

    Guests leave no address: they see the outcome on the page of their receipt.
    """
    if submission.sent_by_id is not None:
        payload = {"submission": submission.pk, "state": str(submission.state)}
        enqueue(kind=KIND, key=f"{submission.pk}:{submission.state}", payload=payload)


@handles(KIND)
def deliver(payload: Mapping[str, Any]) -> None:
    """Send the letter in the sender's language, if he still has access to the account.

    A reading that billing rejected before its correction was told needs no word of the correction.

    Raises:
        TemporaryError: the mail server does not take it now.
    """
    found = ReadingSubmission.objects.filter(
        pk=payload["submission"], state=payload["state"], sent_by__is_active=True
    )
    submission = found.select_related("sent_by").first()
    if submission is None or submission.sent_by is None:
        return
    accesses = AccountAccess.objects.filter(account_no=submission.account_no, user=submission.sent_by)
    if accesses.active(at=timezone.now()).exists():
        with translation.override(submission.sent_by.language):
            tell(
                user=submission.sent_by,
                letter=_letter(submission),
                kind=LetterKind.READINGS,
                key=f"{KIND}:{submission.pk}:{submission.state}",
                account_no=submission.account_no,
            )


def _letter(submission: ReadingSubmission) -> Letter:
    rejected = submission.state == SubmissionState.REJECTED
    number = {"number": submission.receipt_no}
    path = reverse("portal:reading_receipt", args=[submission.account_no, submission.receipt_no])
    return Letter(
        subject=(
            _("Your reading %(number)s was rejected")
            if rejected
            else _("Your reading %(number)s was corrected")
        )
        % number,
        paragraphs=[
            _("It does not count. Read the meter again and send a new state if the reason says so.")
            if rejected
            else _("The office took it with another state than you sent. If that is wrong, write to us.")
        ],
        facts=_facts(submission),
        path=path,
        link_text=_("See the reading"),
    )


def _facts(submission: ReadingSubmission) -> list[tuple[str, str]]:
    facts = [
        (_("Customer account"), submission.account_no),
        (_("Meter"), submission.meter_no),
        (_("Read on"), day_in_words(submission.read_on)),
        (_("You sent"), format_quantity(submission.value, unit=submission.unit)),
    ]
    if submission.final_value is not None:
        facts.append((_("It counts as"), format_quantity(submission.final_value, unit=submission.unit)))
    return [*facts, (_("Reason"), submission.reason)] if submission.reason else facts
