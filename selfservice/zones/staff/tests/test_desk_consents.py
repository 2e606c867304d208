"""A clerk writes down what a customer declared: for others only, on record, and the customer is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from ebok.audit.models import AuditEntry
from ebok.outbox.models import Job
from selfservice.access.consents.models import ConsentEntry
from selfservice.access.consents.queries import state_of
from selfservice.access.consents.subjects import subject_of
from selfservice.access.consents.tests.factories import consent_given
from selfservice.access.models import AccountAccess
from selfservice.access.tests.factories import AccessFactory
from selfservice.identity.roles import Role
from selfservice.identity.second_factor.tests.factories import code
from selfservice.identity.tests.factories import person

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
SAID = {"answer": "yes", "channel": "phone", "reason": "called from the known number"}


@pytest.fixture
def clerk() -> Any:
    return person(Role.CLERK, email="clerk@example.org")


@pytest.fixture
def desk(clerk: Any, client: Client) -> Client:
    client.force_login(clerk)
    client.post("/en/accounts/second-factor/confirm/", {"code": code()})
    client.post("/en/staff/accounts/100245/reason/", {"why": "visit"})
    return client


def page_of(access: AccountAccess) -> str:
    return f"/en/staff/accounts/{access.account_no}/access/{access.pk}/consents/"


def choice(desk: Client, access: AccountAccess, words: str) -> str:
    """Value of the choice with these words."""
    choices = desk.get(page_of(access)).context["form"].fields["consent"].choices
    return next(value for value, label in choices if label == words)


def letters(access: AccountAccess) -> list[str]:
    jobs = Job.objects.filter(kind="identity.letter", payload__user_id=access.user_id)
    return [job.payload["letter"] for job in jobs]


def test_what_was_said_by_phone_is_a_consent_and_its_giver_is_told(desk: Client, clerk: Any) -> None:
    access = AccessFactory()
    consent = choice(desk, access, "Messages: meter readings, text message")
    assert desk.post(page_of(access), {**SAID, "consent": consent})["Location"] == page_of(access)
    subject = subject_of(
        consent="messages", account_no="100245", user_id=access.user_id, message_kind="readings", via="sms"
    )
    entry = state_of(subject).entry
    assert entry is not None and entry.is_given
    assert (entry.channel, entry.recorded_by, entry.recorded_role) == ("phone", clerk, "clerk")
    event = AuditEntry.objects.get(action="consents.given")
    assert (event.actor_id, event.reason) == (str(clerk.pk), SAID["reason"])
    assert (event.details["channel"], event.details["person"]) == ("phone", access.user_id)
    assert letters(access) == ["consents.written_down"]


def test_taking_back_is_written_down_the_same_way(desk: Client) -> None:
    access = AccessFactory()
    consent_given(user=access.user)
    marketing = choice(desk, access, "Marketing")
    desk.post(page_of(access), {**SAID, "consent": marketing, "answer": "no", "channel": "paper"})
    entry = ConsentEntry.objects.first()
    assert entry is not None and (entry.is_given, entry.channel) == (False, "paper")


def test_of_electronic_invoices_the_owner_gets_one_letter_and_a_helper_his_own(desk: Client) -> None:
    owner, helper = AccessFactory(), AccessFactory(delegate=True, level="act")
    desk.post(page_of(owner), {**SAID, "consent": choice(desk, owner, "Electronic invoices")})
    assert letters(owner) == ["consents.e_invoice_given"]
    consent = choice(desk, helper, "Electronic invoices")
    desk.post(page_of(helper), {**SAID, "consent": consent, "answer": "no"})
    assert letters(helper) == ["consents.written_down"]
    assert letters(owner) == ["consents.e_invoice_given", "consents.e_invoice_withdrawn"]


def test_who_may_only_look_is_not_asked_about_electronic_invoices(desk: Client) -> None:
    access = AccessFactory(delegate=True)
    assert "Electronic invoices" not in str(desk.get(page_of(access)).context["form"]["consent"])


@pytest.mark.few(2)
@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"answer": "no"}, "This is how it stands already"),
        ({"channel": "portal"}, "Select a valid choice"),
        ({"consent": "99"}, "Select a valid choice"),
        ({"consent": ""}, "This field is required"),
        ({"reason": " "}, "This field is required"),
    ],
)
def test_what_changes_nothing_or_lacks_something_is_not_written_down(
    desk: Client, changed: dict[str, str], told: str
) -> None:
    access = AccessFactory()
    marketing = choice(desk, access, "Marketing")
    assert told in desk.post(page_of(access), {**SAID, "consent": marketing, **changed}).content.decode()
    assert not ConsentEntry.objects.exists() and letters(access) == []


def test_nobody_writes_down_his_own_consent(desk: Client, clerk: Any) -> None:
    access = AccessFactory(user=clerk)
    answer = desk.post(page_of(access), {**SAID, "consent": choice(desk, access, "Marketing")})
    assert "Ask a colleague" in answer.content.decode()
    assert not ConsentEntry.objects.exists()


def test_an_ended_access_speaks_for_nobody(desk: Client) -> None:
    assert desk.get(page_of(AccessFactory(revoked=True))).status_code == 404


def test_looking_is_an_event(desk: Client, clerk: Any) -> None:
    desk.get(page_of(AccessFactory()))
    event = AuditEntry.objects.get(action="staff.personal_page_read")
    assert (event.actor_id, event.account_no) == (str(clerk.pk), "100245")
