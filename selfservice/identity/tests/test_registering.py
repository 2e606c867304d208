"""What the worker makes of a registration, and what the request leaves to it."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any
from unittest import mock

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ebok.audit.models import AuditEntry
from ebok.outbox.models import Job, JobState
from ebok.outbox.working import drain
from selfservice.identity import registering
from selfservice.identity.models import User
from selfservice.identity.passwords.errors import LeaksUnavailable
from selfservice.identity.passwords.models import PasswordRecheck
from selfservice.identity.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
SIGNUP = "/en/accounts/signup/"
EMAIL = "new.person@example.org"
SENDING = "django.core.mail.backends.locmem.EmailBackend.send_messages"


def register(email: str = EMAIL, browser: Client | None = None) -> Any:
    fields = {"email": email, "password1": PASSWORD}
    return (browser or Client()).post(SIGNUP, fields, REMOTE_ADDR="192.0.2.7")


def later(**time: float) -> Any:
    return time_machine.travel(timezone.now() + timedelta(**time), tick=False)


@pytest.mark.parametrize("known", [True, False])
def test_the_request_writes_one_unreadable_row_and_neither_looks_for_people_nor_mails(known: bool) -> None:
    if known:
        UserFactory(email=EMAIL)
    with CaptureQueriesContext(connection) as asked:
        register()
    assert mail.outbox == []
    kept = str(Job.objects.get(kind=registering.KIND).payload)
    assert EMAIL not in kept and "$" not in kept, "neither the address nor a hash can be read"
    people = ("identity_user", "account_emailaddress")
    assert not [query for query in asked.captured_queries if any(table in query["sql"] for table in people)]


def test_a_new_person_is_recorded_under_the_address_of_the_browser() -> None:
    register()
    drain()
    entry = AuditEntry.objects.get(action="identity.signed_up")
    user = User.objects.get(email=EMAIL)
    assert (entry.actor_id, entry.address, user.language) == (str(user.pk), "192.0.2.7", "en")


def test_the_letter_waits_for_the_mail_server_and_the_person_is_made_once() -> None:
    register()
    with mock.patch(SENDING, side_effect=SMTPServerDisconnected):
        drain()
    assert Job.objects.get(kind=registering.KIND).state == JobState.WAITING
    with later(minutes=1):
        drain()
    assert User.objects.filter(email=EMAIL).count() == 1
    assert [message.to for message in mail.outbox] == [[EMAIL]]


def test_what_waited_for_over_a_day_is_not_sent() -> None:
    register()
    with later(days=2):
        drain()
    assert Job.objects.get(kind=registering.KIND).state == JobState.FAILED
    assert mail.outbox == [] and not User.objects.exists()


def test_whoever_did_not_confirm_and_registers_again_gets_the_link_again() -> None:
    register()
    drain()
    with later(minutes=4):
        register()
        drain()
    assert ["/confirm-email/" in message.body for message in mail.outbox] == [True, True]
    assert User.objects.count() == 1


def test_an_address_gets_one_letter_in_three_minutes_and_the_answers_look_alike() -> None:
    answers = {(answer.status_code, answer["Location"]) for answer in (register(), register())}
    drain()
    assert len(answers) == 1 and len(mail.outbox) == 1


@pytest.mark.parametrize("is_active", [True, False])
def test_who_is_known_is_told_so_and_gets_no_link_that_opens_anything(is_active: bool) -> None:
    UserFactory(email=EMAIL, is_active=is_active, language="en")
    register()
    drain()
    assert [message.subject for message in mail.outbox] == ["You have an account already"]
    assert "/confirm-email/" not in mail.outbox[0].body and "/reset/key/" not in mail.outbox[0].body


def test_a_confirmed_address_of_somebody_else_makes_no_second_person() -> None:
    EmailAddress.objects.create(user=UserFactory(), email=EMAIL, verified=True, primary=False)
    register()
    drain()
    assert not User.objects.filter(email=EMAIL).exists()


def test_two_of_a_household_registered_in_one_browser_keep_their_passwords() -> None:
    browser = Client()
    people = [EMAIL, "second.person@example.org"]
    for email in people:
        register(email, browser)
    drain()
    for message in mail.outbox:
        path = next(word for word in message.body.split() if "/confirm-email/" in word)
        browser.post("/" + path.split("/", 3)[3])
    assert all(User.objects.get(email=email).check_password(PASSWORD) for email in people)


def test_a_password_that_could_not_be_checked_is_checked_at_the_sign_in(settings: Any) -> None:
    settings.BREACHED_PASSWORDS = "online"
    with mock.patch("selfservice.identity.passwords.validators.times_leaked", side_effect=LeaksUnavailable):
        register()
    drain()
    assert PasswordRecheck.objects.get().user.email == EMAIL
