"""What the office decides about readings with doubts."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ebok.audit.services import record
from ebok.core.periods import today
from selfservice.identity.roles import role_of
from selfservice.metering import letters
from selfservice.metering.counters import MOST_DIGITS, capacity
from selfservice.metering.desk import meter_file
from selfservice.metering.doubts import Doubt, refuse_the_impossible
from selfservice.metering.errors import AlreadyDecided, BeyondCounter, MeteringError, NegativeState
from selfservice.metering.judging import judge
from selfservice.metering.models import ReadingSubmission, SubmissionState
from selfservice.metering.services import tell_billing

if TYPE_CHECKING:
    from selfservice.identity.models import User


# What a correction can mend or break; the day of a reading stays as it is.
ABOUT_THE_STATE = frozenset(
    {Doubt.LOWER, Doubt.ROLLOVER, Doubt.FAR_ABOVE, Doubt.DIGITS, Doubt.SUB_ABOVE_MAIN}
)


class NeedsReason(MeteringError):
    """A rejection or correction without a word to the customer."""

    message = _("A rejection or correction needs a reason that the customer reads.")


class CorrectionDoubted(MeteringError):
    """A correction with doubts that nobody has confirmed."""

    message = _("The corrected state is unusual.")

    def __init__(self, *, doubts: list[Doubt]) -> None:
        super().__init__()
        self.doubts = doubts

    def __str__(self) -> str:
        return " ".join(str(text) for text in (self.message, *(doubt.label for doubt in self.doubts)))


@transaction.atomic
def accept(
    *,
    submission_id: int,
    actor: User,
    corrected: Decimal | None = None,
    confirmed: Decimal | None = None,
    reason: str = "",
) -> ReadingSubmission:
    """Let a reading go to the billing system, as sent or corrected; of a correction its sender is told.

    Parameters:
        corrected: the state that the office makes of it; None leaves it as sent.
        confirmed: the corrected state whose doubts the clerk has read and sets aside.
        reason: why it is corrected; not used for a reading that is left as sent.

    Raises:
        AlreadyDecided: somebody was faster. NeedsReason: a correction without a reason.
        NegativeState, BeyondCounter, BeforeInstallation, MeterExchanged: the correction cannot be true.
        CorrectionDoubted: it is unusual and not confirmed.
        ExchangeUnavailable: nothing is there to compare a correction with.
    """
    submission = _waiting(submission_id)
    submission.state = SubmissionState.CHECKED
    if corrected is not None and corrected != submission.value:
        submission.final_value, submission.reason = corrected, _given(reason)
        doubts = _doubts(submission, corrected)
        if doubts and corrected != confirmed:
            raise CorrectionDoubted(doubts=doubts)
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


def _doubts(submission: ReadingSubmission, value: Decimal) -> list[Doubt]:
    """What is unusual about a corrected state; what cannot be is refused, as it is to customers."""
    facts = meter_file(submission).facts
    if facts is None:  # without its meter only what is true of every counter can be said
        _refuse_beyond_every_counter(value)
        return []
    read_on, number = submission.read_on, submission.installation_no
    refuse_the_impossible(facts=facts, value=value, read_on=read_on, today=today())
    found = judge(facts={number: facts}, installation_no=number, typed={number: value}, read_on=read_on)
    return [doubt for doubt in found if doubt in ABOUT_THE_STATE]


def _refuse_beyond_every_counter(value: Decimal) -> None:
    if value < 0:
        raise NegativeState
    if value >= capacity(MOST_DIGITS):
        raise BeyondCounter


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
