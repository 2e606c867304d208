"""Changing and resetting the password, letters about it, and what they must not betray."""

from __future__ import annotations

import re
from contextlib import nullcontext
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from unittest import mock

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ebok.audit.models import AuditEntry
from ebok.core.models import Alarm
from ebok.outbox.models import Job, JobState
from ebok.outbox.working import drain
from selfservice.identity import password_letters
from selfservice.identity.models import User
from selfservice.identity.tests.factories import PASSWORD, UserFactory
from selfservice.identity.throttles.rules import SIGN_IN

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
RESET = "/en/accounts/password/reset/"
SENDING = "django.core.mail.backends.locmem.EmailBackend.send_messages"
NEW = "quite different plain words 9"


def change(client: Client, new: str = NEW, *, present: str = PASSWORD):
    fields = {"oldpassword": present, "password1": new, "password2": new}
    return client.post("/en/accounts/password/change/", fields)


def reset_path(body: str) -> str:
    return "/" + re.search(r"https?://\S+/reset/key/\S+", body)[0].split("/", 3)[3]


def ask_for_a_letter(client: Client, email: str):
    answer = client.post(RESET, {"email": email}, follow=True)
    drain()
    return answer


def test_changing_the_password_ends_all_other_sessions_and_is_recorded(client: Client) -> None:
    user = UserFactory()
    other = Client()
    for browser in (client, other):
        browser.force_login(user)
    change(client)
    assert client.get("/en/accounts/password/change/").status_code == 200
    assert other.get("/en/portal/").status_code == 302
    assert AuditEntry.objects.filter(action="identity.password_changed", actor_id=str(user.pk)).exists()
    assert [message.to for message in mail.outbox] == [[user.email]]


def test_a_new_password_needs_the_present_one(client: Client) -> None:
    user = UserFactory()
    client.force_login(user)
    for present in ("", "plainly-wrong-password"):
        assert change(client, present=present).status_code == 200
        user.refresh_from_db()
        assert user.check_password(PASSWORD)
    entry = AuditEntry.objects.get(action="identity.sign_in_failed")
    assert entry.object_id == str(user.pk)


def test_guesses_at_the_present_password_are_held_up_as_at_sign_in(client: Client) -> None:
    user = UserFactory()
    client.force_login(user)
    for guess in range(SIGN_IN.free + 1):
        change(client, present=f"plainly-wrong-{guess}")
    answer = change(client)
    assert "Too many wrong tries" in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_reset_link_works_once_and_ends_all_sessions(client: Client) -> None:
    user = UserFactory()
    elsewhere = Client()
    elsewhere.force_login(user)
    ask_for_a_letter(client, user.email)
    path = reset_path(mail.outbox[0].body)
    form = client.get(path, follow=True)
    done = client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert done.status_code == 302
    assert User.objects.get(pk=user.pk).check_password(NEW)
    assert elsewhere.get("/en/portal/").status_code == 302
    assert "_auth_user_id" not in client.session
    assert AuditEntry.objects.filter(action="identity.password_reset").count() == 1
    again = Client().get(path, follow=True)
    assert "password1" not in again.content.decode()


@pytest.mark.parametrize("change_of", ["password", "email"])
def test_a_reset_link_dies_with_the_password_and_the_address(client: Client, change_of: str) -> None:
    user = UserFactory()
    ask_for_a_letter(client, user.email)
    path = reset_path(mail.outbox[0].body)
    if change_of == "password":
        user.set_password(NEW)
        user.save()
    else:
        user.emailaddress_set.update(email="moved@example.org")
        User.objects.filter(pk=user.pk).update(email="moved@example.org")
    assert "password1" not in Client().get(path, follow=True).content.decode()


@override_settings(SITE_URL="https://ebok.example.pl", ALLOWED_HOSTS=["*"])
def test_links_in_letters_lead_to_our_own_address_whatever_host_was_asked(client: Client) -> None:
    user = UserFactory()
    client.post(RESET, {"email": user.email}, headers={"host": "evil.example"})
    drain()
    assert "https://ebok.example.pl/" in mail.outbox[0].body
    assert "evil.example" not in mail.outbox[0].body + mail.outbox[0].subject


def test_a_letter_speaks_the_language_of_its_reader(client: Client) -> None:
    user = UserFactory(language="en")
    client.post("/accounts/password/reset/", {"email": user.email})
    drain()
    with override_settings(LANGUAGE_CODE="pl"):
        assert "password" in mail.outbox[0].body.lower()


def normalised(answer) -> tuple[int, str, dict[str, str]]:
    """Status, body and headers without what differs from one request to the next."""
    text = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+|[0-9a-f]{32}', r"\1", answer.content.decode())
    headers = {name: value for name, value in answer.items() if name not in {"X-Request-ID", "Expires"}}
    return answer.status_code, text, headers


@pytest.mark.parametrize("mail_works", [True, False])
def test_asking_for_a_reset_betrays_nothing(mail_works: bool) -> None:
    user = UserFactory(email="known-person@example.org")
    broken = mock.patch(SENDING, side_effect=SMTPServerDisconnected)
    answers = []
    for email in (user.email, "other-person@example.org"):
        mail.outbox.clear()
        with nullcontext() if mail_works else broken:
            answer = ask_for_a_letter(Client(), email)
        answers.append((*normalised(answer), len(mail.outbox)))
    assert answers[0] == answers[1]


def test_a_letter_for_a_new_password_waits_for_the_mail_server(client: Client) -> None:
    user = UserFactory()
    with mock.patch(SENDING, side_effect=SMTPServerDisconnected):
        ask_for_a_letter(client, user.email)
    assert Job.objects.get(kind=password_letters.KIND).state == JobState.WAITING
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        drain()
    assert [message.to for message in mail.outbox] == [[user.email]]


def test_a_letter_that_nobody_waits_for_any_more_is_not_sent(client: Client) -> None:
    client.post(RESET, {"email": UserFactory().email})
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        drain()
    assert Job.objects.get(kind=password_letters.KIND).state == JobState.FAILED
    assert mail.outbox == []


@pytest.mark.parametrize("known", [True, False])
def test_asking_writes_one_row_without_a_readable_address_and_mails_nothing(known: bool) -> None:
    email = UserFactory().email if known else "other-person@example.org"
    with CaptureQueriesContext(connection) as asked:
        Client().post(RESET, {"email": email})
    assert mail.outbox == []
    assert email not in str(Job.objects.get(kind=password_letters.KIND).payload)
    assert not [query for query in asked.captured_queries if "identity_user" in query["sql"]]


def test_only_the_stored_address_gets_a_link(client: Client) -> None:
    user = UserFactory(email="known-person@example.org")
    user.emailaddress_set.create(email="not-yet-hers@example.org", verified=False, primary=False)
    for typed in ("Known-Person@EXAMPLE.org", "not-yet-hers@example.org"):
        ask_for_a_letter(client, typed)
    links = [(message.to, "/reset/key/" in message.body) for message in mail.outbox]
    assert links == [([user.email], True), (["not-yet-hers@example.org"], False)]


def test_a_mail_server_that_fails_at_the_sign_in_of_an_unconfirmed_person_raises_an_alarm() -> None:
    user = UserFactory()
    user.emailaddress_set.update(verified=False)
    with mock.patch(SENDING, side_effect=SMTPServerDisconnected):
        Client().post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert Alarm.objects.filter(code="mail.not_sent").exists()


def test_a_wrong_password_and_an_unknown_address_look_alike() -> None:
    user = UserFactory(email="known-person@example.org")
    pages = []
    for email in (user.email, "other-person@example.org"):
        answer = Client().post("/en/accounts/login/", {"login": email, "password": "wrong-word-1"})
        status, text, headers = normalised(answer)
        pages.append((status, text.replace(email, "ADDRESS"), headers))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("mail_works", [True, False])
def test_registering_a_known_address_looks_like_registering_a_new_one(mail_works: bool) -> None:
    UserFactory(email="known-person@example.org")
    broken = mock.patch(SENDING, side_effect=SMTPServerDisconnected)
    answers = []
    for email in ("known-person@example.org", "fresh-person@example.org"):
        mail.outbox.clear()
        fields = {"email": email, "password1": "several plain words 7"}
        with nullcontext() if mail_works else broken:
            answer = Client().post("/en/accounts/signup/", fields, follow=True)
            drain()
        status, text, headers = normalised(answer)
        answers.append((status, text.replace(email, "ADDRESS"), headers, len(mail.outbox)))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("email", ["known-person@example.org", "other-person@example.org"])
def test_every_way_of_failing_costs_one_password_hash(email: str) -> None:
    UserFactory(email="known-person@example.org")
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher.encode"
    from django.contrib.auth.hashers import MD5PasswordHasher

    with mock.patch(hasher, autospec=True, side_effect=MD5PasswordHasher.encode) as hashing:
        Client().post("/en/accounts/login/", {"login": email, "password": "wrong-word-1"})
        signing_in = hashing.call_count
        hashing.reset_mock()
        Client().post("/en/accounts/signup/", {"email": email, "password1": "several plain words 7"})
        signing_up = hashing.call_count
    assert (signing_in, signing_up) == (1, 1)
