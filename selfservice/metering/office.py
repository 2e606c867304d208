"""What the office decides about readings with doubts."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ebok.audit.services import record
from selfservice.identity.roles import role_of
from selfservice.metering import letters
from selfservice.metering.errors import AlreadyDecided, MeteringError, NegativeState
from selfservice.metering.models import ReadingSubmission, SubmissionState
from selfservice.metering.services import tell_billing

if TYPE_CHECKING:
    from selfservice.identity.models import User


class NeedsReason(MeteringError):
    """A rejection or correction without a word to the customer."""

    message = _("A rejection or correction needs a reason that the customer reads.")


@transaction.atomic
def accept(
    *, submission_id: int, actor: User, corrected: Decimal | None = None, reason: str = ""
) -> ReadingSubmission:
    """Let a reading go to the billing system, as sent or corrected; of a correction its sender is told.

    Parameters:
        corrected: the state that the office makes of it; None leaves it as sent.
        reason: why it is corrected; not used for a reading that is left as sent.

    Raises:
        AlreadyDecided: somebody was faster. NegativeState: the correction is below nought.
        NeedsReason: a correction without a reason.
    """
    if corrected is not None and corrected < 0:
        raise NegativeState
    submission = _waiting(submission_id)
    submission.state = SubmissionState.CHECKED
    if corrected not in {None, submission.value}:
        submission.final_value, submission.reason = corrected, _given(reason)
    _decided(submission, actor=actor, action="metering.reading_accepted")
    tell_billing(submission)
    if submission.final_value is not None:
        letters.post(submission=submission)
    return submission


@transaction.atomic
def reject(*, submission_id: int, actor: User, reason: str) -> ReadingSubmission:
    """Refuse a reading; its sender is told the reason.

    Raises:
        AlreadyDecided: somebody was faster. NeedsReason: no reason.
    """
    given = _given(reason)
    submission = _waiting(submission_id)
    submission.state, submission.reason = SubmissionState.REJECTED, given
    _decided(submission, actor=actor, action="metering.reading_rejected")
    letters.post(submission=submission)
    return submission


def _given(reason: str) -> str:
    if not reason.strip():
        raise NeedsReason
    return reason.strip()[:500]


def _waiting(submission_id: int) -> ReadingSubmission:
    """The row, locked; of two people who decide at once the second is told."""
    row = ReadingSubmission.objects.select_for_update().to_check().filter(pk=submission_id).first()
    if row is None:
        raise AlreadyDecided
    return row


def _decided(submission: ReadingSubmission, *, actor: User, action: str) -> None:
    submission.checked_by, submission.checked_at = actor, timezone.now()
    submission.save(update_fields=["state", "reason", "final_value", "checked_by", "checked_at"])
    record(
        action=action,
        actor=actor,
        actor_role=role_of(actor),
        object_type="reading_submission",
        object_id=submission.receipt_no,
        account_no=submission.account_no,
        reason=submission.reason,
        details={"corrected": submission.final_value is not None},
    )
