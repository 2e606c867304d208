"""Taking readings: judged, kept, told to the billing system, each exactly once."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string, salted_hmac

from documents.storage import private_storage
from documents.uploads.services import AcceptedUpload
from ebok.audit.services import record
from ebok.core.periods import today
from selfservice.exchange.outgoing.services import append
from selfservice.identity.roles import role_of
from selfservice.metering.doubts import Doubt, refuse_the_impossible
from selfservice.metering.errors import MeteringError, NeedsExplanation, SentMeanwhile, UnknownMeter
from selfservice.metering.facts import MeterFacts
from selfservice.metering.judging import judge
from selfservice.metering.models import Channel, ReadingSubmission, SubmissionState

if TYPE_CHECKING:
    from selfservice.identity.models import User

KIND = "reading.submitted"
SALT = "ebok.metering.request"
READABLE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class TypedReading:
    """What somebody typed for one meter."""

    installation_no: str
    value: Decimal
    explanation: str = ""
    photo: AcceptedUpload | None = None


@dataclass(slots=True)
class Outcome:
    """What became of the readings of one form: kept ones, and refusals by installation."""

    kept: list[ReadingSubmission] = field(default_factory=list)
    refused: dict[str, MeteringError] = field(default_factory=dict)


def submit(
    *,
    account_no: str,
    facts: dict[str, MeterFacts],
    read_on: date,
    readings: Sequence[TypedReading],
    token: str,
    actor: User | None = None,
    channel: str = Channel.PORTAL,
) -> Outcome:
    """Keep readings of several meters of one account; each stands or falls alone.

    The same form sent again gives the same receipts. A reading without doubts goes to the billing
    system at once; one with doubts needs an explanation and waits for the office.

    Parameters:
        facts: of the account's meters, read just now (`meter_facts`, removed ones included): a meter
            exchanged since the form was shown is refused with a reason.
        token: of the form's hidden field.
        actor: who is signed in; None for a guest.

    Raises:
        StorageUnavailable: a photo cannot be kept; the readings before it were.
    """
    outcome = Outcome()
    typed = {reading.installation_no: reading.value for reading in readings}
    for reading in readings:
        key = _request_key(token, account_no, reading, read_on)
        known = ReadingSubmission.objects.filter(request_key=key).first()
        try:
            kept = known or _take(
                account_no, facts, read_on, reading, typed=typed, key=key, actor=actor, channel=channel
            )
        except MeteringError as error:
            outcome.refused[reading.installation_no] = error
        else:
            outcome.kept.append(kept)
    return outcome


def tell_billing(submission: ReadingSubmission) -> None:
    """Write the line of the outgoing journal, in the caller's transaction, and note its number."""
    payload: dict[str, object] = {
        "receipt_no": submission.receipt_no,
        "point_no": submission.point_no,
        "installation_no": submission.installation_no,
        "meter_no": submission.meter_no,
        "read_on": submission.read_on.isoformat(),
        "value": f"{submission.counts_as.normalize():f}",
        "unit": submission.unit,
        "sent_at": submission.sent_at.isoformat(),
        "doubts": list(submission.doubts),
        "explanation": submission.explanation,
        "has_photo": bool(submission.photo_key),
    }
    submission.entry_seq = append(kind=KIND, account_no=submission.account_no, payload=payload).seq
    submission.save(update_fields=["entry_seq"])


def _take(
    account_no: str,
    facts: dict[str, MeterFacts],
    read_on: date,
    reading: TypedReading,
    *,
    typed: dict[str, Decimal],
    key: str,
    actor: User | None,
    channel: str,
) -> ReadingSubmission:
    meter_facts = facts.get(reading.installation_no)
    if meter_facts is None:
        raise UnknownMeter
    refuse_the_impossible(facts=meter_facts, value=reading.value, read_on=read_on, today=today())
    if same := _same(reading, read_on, account_no):
        return same
    doubts = judge(facts=facts, installation_no=reading.installation_no, typed=typed, read_on=read_on)
    if doubts and not reading.explanation.strip():
        raise NeedsExplanation
    meter = meter_facts.meter
    submission = ReadingSubmission(
        receipt_no=f"OD-{get_random_string(4, READABLE)}-{get_random_string(4, READABLE)}",
        request_key=key,
        account_no=account_no,
        point_no=meter.point_id,
        installation_no=meter.pk,
        meter_no=meter.meter_no,
        unit=meter.unit,
        read_on=read_on,
        value=reading.value,
        doubts=[doubt.value for doubt in doubts],
        explanation=reading.explanation.strip()[:500] if doubts else "",
        first_of_day=Doubt.ALREADY_SENT not in doubts,
        channel=channel,
        state=SubmissionState.TO_CHECK if doubts else SubmissionState.RECEIVED,
        sent_by=actor,
    )
    return _keep(submission, photo=reading.photo, actor=actor)


def _keep(
    submission: ReadingSubmission, *, photo: AcceptedUpload | None, actor: User | None
) -> ReadingSubmission:
    """Write it with its photo. Whoever comes second at the same moment gets what the first one made."""
    key = _store(photo, submission)
    try:
        with transaction.atomic():
            submission.save(force_insert=True)
            record(
                action="metering.reading_sent",
                actor=actor,
                actor_role=role_of(actor) if actor else "guest",
                object_type="reading_submission",
                object_id=submission.receipt_no,
                account_no=submission.account_no,
                details={"doubts": submission.doubts, "channel": submission.channel, "photo": bool(key)},
            )
            if submission.state == SubmissionState.RECEIVED:
                tell_billing(submission)
    except BaseException as error:
        if key:
            private_storage().delete(key)
        if isinstance(error, IntegrityError):
            return _first_one(submission, error)
        raise
    return submission


def _first_one(submission: ReadingSubmission, error: IntegrityError) -> ReadingSubmission:
    """What stands already: the same form, or the same state sent by another; else a kind refusal."""
    known = ReadingSubmission.objects.filter(request_key=submission.request_key).first()
    if known:
        return known
    standing = ReadingSubmission.objects.standing().filter(
        installation_no=submission.installation_no, read_on=submission.read_on
    )
    if same := standing.filter(value=submission.value, account_no=submission.account_no).first():
        return same
    if standing.exists():
        raise SentMeanwhile from error
    raise error


def _same(reading: TypedReading, read_on: date, account_no: str) -> ReadingSubmission | None:
    """The very same state of that meter and day, whoever sent it: sending it again changes nothing."""
    return (
        ReadingSubmission.objects.standing()
        .filter(
            installation_no=reading.installation_no,
            read_on=read_on,
            value=reading.value,
            account_no=account_no,
        )
        .first()
    )


def _store(photo: AcceptedUpload | None, submission: ReadingSubmission) -> str:
    if photo is None:
        return ""
    key = photo.new_key(prefix="readings")
    private_storage().save(key=key, stream=io.BytesIO(photo.content), media_type=photo.kind.media_type)
    submission.photo_key = key
    submission.photo_media_type = photo.kind.media_type
    submission.photo_size, submission.photo_sha256 = photo.size, photo.sha256
    return key


def _request_key(token: str, account_no: str, reading: TypedReading, read_on: date) -> str:
    """Bound to account and meter: somebody else's token never leads to somebody else's reading.

    And to day and state: whoever goes back and corrects them has not sent the same form twice.
    """
    typed = (read_on.isoformat(), str(reading.value.normalize()))
    text = "|".join((token, account_no, reading.installation_no, *typed))
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()
