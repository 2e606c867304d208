"""How far a reading sent from here has come, together with what the exchange says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from selfservice.access.models import AccountAccess
from selfservice.access.scope import exchange_answers, scoped
from selfservice.exchange.models import Reading
from selfservice.metering.models import ReadingSubmission, SubmissionState

LATER = timedelta(days=62)
"""An estimate booked for a day further away than two months replaces nobody's reading."""


class Shown(models.TextChoices):
    """States in the words of the customer."""

    TO_CHECK = "to_check", _("received, the office checks it")
    RECEIVED = "received", pgettext_lazy("state of a reading", "received")
    CHECKED = "checked", _("checked")
    BOOKED = "booked", _("booked")
    REJECTED = "rejected", _("rejected")
    REPLACED = "replaced", _("replaced by an estimate")


def shown_state(*, submission: ReadingSubmission, booked: Iterable[Reading]) -> Shown:
    """The state of one reading.

    It is booked when the exchange has the same state of that meter for that day, and replaced by an
    estimate when billing has booked, after it was sent, an estimate for that day or soon after it.

    Parameters:
        booked: readings of its installation in the exchange from its day on.
    """
    if submission.state in {SubmissionState.REJECTED, SubmissionState.TO_CHECK}:
        return Shown(submission.state)
    same_day = [reading for reading in booked if reading.read_on == submission.read_on]
    if any(reading.value == submission.counts_as and not _is_estimate(reading) for reading in same_day):
        return Shown.BOOKED
    if any(_replaces(reading, submission) for reading in booked):
        return Shown.REPLACED
    return Shown(submission.state)


@exchange_answers()
def with_states(
    *, access: AccountAccess, submissions: list[ReadingSubmission]
) -> list[tuple[ReadingSubmission, Shown]]:
    """Readings with their states, in one query whatever their number.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    if not submissions:
        return []
    first = min(submission.read_on for submission in submissions)
    rows = scoped(Reading, access=access).filter(
        installation__in={submission.installation_no for submission in submissions}, read_on__gte=first
    )
    by_installation: dict[str, list[Reading]] = defaultdict(list)
    for row in rows:
        by_installation[row.installation_id].append(row)
    return [
        (one, shown_state(submission=one, booked=by_installation[one.installation_no])) for one in submissions
    ]


def _replaces(reading: Reading, submission: ReadingSubmission) -> bool:
    later = submission.read_on <= reading.read_on <= submission.read_on + LATER
    sent_on = timezone.localdate(submission.sent_at)
    return _is_estimate(reading) and later and reading.booked_on is not None and reading.booked_on >= sent_on


def _is_estimate(reading: Reading) -> bool:
    return reading.kind == Reading.Kind.ESTIMATED
