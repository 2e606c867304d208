"""Signing in and out: who gets where, what stands in the event log, and what nobody learns."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from ebok.audit.models import AuditEntry
from ebok.outbox.working import drain
from ebok.settings import base
from selfservice.identity.models import User
from selfservice.identity.roles import Role
from selfservice.identity.second_factor.tests.factories import code
from selfservice.identity.signals import fingerprint
from selfservice.identity.tests.factories import PASSWORD, UserFactory, person

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
LOGIN = "/en/accounts/login/"


def sign_in(client: Client, email: str, password: str = PASSWORD, **query: str):
    return client.post(LOGIN, {"login": email, "password": password}, query_params=query)


def sign_in_with_code(client: Client, email: str, **extra: str):
    """As office people do: password, then the code."""
    answer = client.post(LOGIN, {"login": email, "password": PASSWORD}, **extra)
    if "/second-factor/" not in answer["Location"]:
        return answer
    return client.post(answer["Location"], {"code": code()}, **extra)


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


@pytest.mark.parametrize(
    ("role", "target"),
    [
        (Role.CUSTOMER, "/en/portal/"),
        (Role.CLERK, "/en/staff/"),
        (Role.ADMINISTRATOR, "/en/staff/"),
        (Role.EDITOR, "/cms/"),
        (Role.MODERATOR, "/cms/"),
    ],
)
def test_everybody_starts_where_his_work_is(client: Client, role: Role, target: str) -> None:
    answer = sign_in_with_code(client, person(role).email)
    assert (answer.status_code, answer["Location"]) == (302, target)


def test_an_address_is_compared_without_regard_to_case(client: Client) -> None:
    user = UserFactory(email="maria@example.org")
    sign_in(client, "MARIA@Example.ORG")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_signing_in_stands_in_the_event_log_with_address_and_role(client: Client) -> None:
    user = person(Role.CLERK)
    sign_in_with_code(client, user.email, REMOTE_ADDR="203.0.113.9")
    entry = AuditEntry.objects.get(action="identity.signed_in")
    assert (entry.actor_id, entry.actor_role, entry.address) == (str(user.pk), "clerk", "203.0.113.9")


def test_a_wrong_password_is_recorded_without_the_password(client: Client) -> None:
    user = UserFactory()
    sign_in(client, user.email, "plainly-wrong-password")
    entry = AuditEntry.objects.get(action="identity.sign_in_failed")
    assert entry.object_id == str(user.pk)
    assert "plainly-wrong-password" not in str(vars(entry))


def test_an_unknown_address_is_recorded_only_as_a_fingerprint(client: Client) -> None:
    sign_in(client, "Nobody@Example.org")
    entry = AuditEntry.objects.get(action="identity.sign_in_failed")
    assert entry.details == {"fingerprint": fingerprint("nobody@example.org")}
    assert "nobody@example.org" not in str(vars(entry)).lower()


def test_signing_out_needs_a_post_and_is_recorded(client: Client) -> None:
    client.force_login(UserFactory())
    client.get("/en/accounts/logout/")
    assert "_auth_user_id" in client.session
    client.post("/en/accounts/logout/")
    assert "_auth_user_id" not in client.session
    assert actions()[-1] == "identity.signed_out"


def test_sign_in_and_sign_out_refuse_a_post_without_csrf_token() -> None:
    strict = Client(enforce_csrf_checks=True)
    user = UserFactory()
    assert sign_in(strict, user.email).status_code == 403
    strict.force_login(user)
    assert strict.post("/en/accounts/logout/").status_code == 403


def test_signing_in_gives_the_session_a_new_id(client: Client) -> None:
    client.get("/en/portal/")
    client.session.save()
    before = client.session.session_key
    client.cookies["sessionid"] = before
    sign_in(client, UserFactory().email)
    assert client.session.session_key != before


def test_an_unconfirmed_address_opens_nothing(client: Client) -> None:
    user = UserFactory(confirmed=False)
    answer = sign_in(client, user.email)
    assert answer["Location"] == "/en/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session
    assert [message.to for message in mail.outbox] == [[user.email]]


def test_somebody_switched_off_cannot_sign_in_and_loses_open_sessions(client: Client) -> None:
    user = UserFactory()
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/en/portal/").status_code == 302
    fresh = Client()
    sign_in(fresh, user.email)
    assert "_auth_user_id" not in fresh.session


@override_settings(DEMO=False)
def test_demo_people_cannot_sign_in_outside_a_demonstration(client: Client) -> None:
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(is_demo=True)
    sign_in(client, user.email)
    assert "_auth_user_id" not in client.session
    with override_settings(DEMO=True):
        sign_in(client, user.email)
    assert "_auth_user_id" in client.session


@override_settings(DEMO=True)
def test_a_demo_session_dies_with_the_demonstration(client: Client) -> None:
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(is_demo=True)
    sign_in(client, user.email)
    with override_settings(DEMO=False):
        assert client.get("/en/portal/").status_code == 302


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_a_foreign_next_address_is_not_followed(client: Client, target: str) -> None:
    assert sign_in(client, UserFactory().email, next=target)["Location"] == "/en/portal/"


def test_an_own_next_address_is_followed(client: Client) -> None:
    answer = sign_in(client, UserFactory().email, next="/en/portal/accounts/100245/")
    assert answer["Location"] == "/en/portal/accounts/100245/"


def test_passwords_are_kept_as_pbkdf2_sha256() -> None:
    assert base.PASSWORD_HASHERS == ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    assert PBKDF2PasswordHasher.algorithm == "pbkdf2_sha256"
    with override_settings(PASSWORD_HASHERS=base.PASSWORD_HASHERS):
        assert UserFactory().password.startswith("pbkdf2_sha256$1000000$")


def test_registering_needs_a_confirmed_address_by_post(client: Client) -> None:
    client.post("/en/accounts/signup/", {"email": "new@example.org", "password1": "several plain words 7"})
    drain()
    user = User.objects.get(email="new@example.org")
    assert (user.language, "_auth_user_id" in client.session) == ("en", False)
    link = next(word for word in mail.outbox[0].body.split() if "/confirm-email/" in word)
    path = "/" + link.split("/", 3)[3]
    client.get(path)
    assert not EmailAddress.objects.get(user=user).verified
    client.post(path)
    assert EmailAddress.objects.get(user=user).verified
    assert {"identity.signed_up", "identity.email_confirmed"} <= set(actions())
    assert reverse("account_login").endswith("/accounts/login/")
