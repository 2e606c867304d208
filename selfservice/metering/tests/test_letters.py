"""Letters about readings that were rejected or corrected: once, with the reason, to nobody else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from ebok.outbox.models import Job
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.outgoing.services import answer
from selfservice.identity.models import User
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import person
from selfservice.metering import office
from selfservice.metering.letters import KIND, deliver
from selfservice.metering.models import ReadingSubmission
from selfservice.metering.services import tell_billing
from selfservice.metering.tests.factories import SubmissionFactory

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


@pytest.fixture
def sender() -> User:
    user: User = AccessFactory.create(account_no="100245", user__language="en").user
    return user


@pytest.fixture
def doubtful(sender: User) -> ReadingSubmission:
    return SubmissionFactory(doubtful=True, sent_by=sender)


def sent() -> list[Any]:
    """All letters that wait in the outbox, sent."""
    mail.outbox.clear()
    for job in Job.objects.filter(kind=KIND).order_by("pk"):
        deliver(job.payload)
    return list(mail.outbox)


def test_a_rejection_by_the_office_is_told_with_its_reason(doubtful: ReadingSubmission, sender: User) -> None:
    office.reject(submission_id=doubtful.pk, actor=person(Role.CLERK), reason="Another meter is shown.")
    [letter] = sent()
    assert letter.to == [sender.email] and "rejected" in letter.subject
    for text in (letter.body, letter.alternatives[0][0]):
        assert "Another meter is shown." in text and doubtful.receipt_no in text


def test_a_correction_is_told_with_both_states_and_its_reason(doubtful: ReadingSubmission) -> None:
    facts = {"corrected": Decimal("42.5"), "reason": "The photo shows a decimal point."}
    office.accept(submission_id=doubtful.pk, actor=person(Role.CLERK), **facts)
    [letter] = sent()
    assert "corrected" in letter.subject
    assert all(words in letter.body for words in ("420", "42.5", "The photo shows a decimal point."))


@pytest.mark.parametrize("corrected", [None, Decimal("420.0")])
def test_a_reading_accepted_as_it_was_sent_brings_no_letter(
    doubtful: ReadingSubmission, corrected: Decimal | None
) -> None:
    office.accept(submission_id=doubtful.pk, actor=person(Role.CLERK), corrected=corrected)
    assert sent() == []


def test_a_rejection_by_billing_is_told_once_in_the_language_of_its_sender(sender: User) -> None:
    User.objects.filter(pk=sender.pk).update(language="pl")
    submission = SubmissionFactory(sent_by=sender)
    with transaction.atomic():
        tell_billing(submission)
    for _again in range(2):
        answer(seq=submission.entry_seq, state="rejected", reason="Okres jest zamknięty.")
    [letter] = sent()
    assert "Okres jest zamknięty." in letter.body and 'lang="pl"' in letter.alternatives[0][0]


def test_nothing_is_told_to_guests_or_to_those_whose_access_has_ended(doubtful: ReadingSubmission) -> None:
    guest = SubmissionFactory(doubtful=True, installation_no="Z2")
    doubtful.sent_by.accesses.update(revoked_at=timezone.now())  # type: ignore[union-attr]
    for submission in (doubtful, guest):
        office.reject(submission_id=submission.pk, actor=person(Role.CLERK), reason="No.")
    assert sent() == []
