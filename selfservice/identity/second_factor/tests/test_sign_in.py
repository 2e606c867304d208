"""The step at sign-in: a password alone opens nothing."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from ebok.audit.models import AuditEntry
from ebok.outbox.working import drain
from selfservice.identity import entrance
from selfservice.identity.models import User
from selfservice.identity.second_factor.models import Authenticator
from selfservice.identity.second_factor.stages import MOST_WRONG_CODES
from selfservice.identity.second_factor.tests.factories import (
    code,
    recovery_codes,
    wrong_code,
)
from selfservice.identity.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
LOGIN, STEP = "/en/accounts/login/", "/en/accounts/second-factor/sign-in/"


def give_password(client: Client, user: User, **extra: Any) -> Any:
    return client.post(LOGIN, {"login": user.email, "password": PASSWORD, **extra})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def unfreeze(user: User) -> None:
    """Take away the wait after wrong codes, which has tests of its own."""
    Authenticator.objects.filter(user=user).update(throttling_failure_count=0)


def test_without_a_factor_the_password_is_enough(client: Client) -> None:
    give_password(client, UserFactory.create())
    assert is_signed_in(client)


def test_with_a_factor_the_password_leads_to_the_step_and_to_no_session(client: Client, user: User) -> None:
    response = give_password(client, user)
    assert response["Location"] == STEP
    assert not is_signed_in(client)
    assert client.get("/en/portal/").status_code == 302


def test_the_event_log_says_what_a_sign_in_rests_on(user: User) -> None:
    with_code, trusted, plain = Client(), Client(), Client()
    give_password(with_code, user)
    with_code.post(STEP, {"code": code(), "trust": "on"})
    trusted.cookies = with_code.cookies
    trusted.post("/en/accounts/logout/")
    give_password(trusted, user)
    give_password(plain, UserFactory.create())
    entries = AuditEntry.objects.filter(action="identity.signed_in").order_by("pk")
    assert [entry.details["by"] for entry in entries] == [
        ["password", "otp"],
        ["password", "trusted browser"],
        ["password"],
    ]


def test_without_the_step_the_password_alone_would_open_the_door(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entrance, "STAGES", ())
    give_password(client, user)
    assert is_signed_in(client)


def test_the_right_code_signs_in_and_marks_the_session_as_verified(client: Client, user: User) -> None:
    give_password(client, user)
    response = client.post(STEP, {"code": code()})
    assert response.status_code == 302
    assert is_signed_in(client)
    page = client.get("/en/accounts/second-factor/")
    assert page.wsgi_request.user.is_verified()


def test_next_is_kept_through_the_step(client: Client, user: User) -> None:
    give_password(client, user, next="/en/accounts/password/change/")
    assert client.post(STEP, {"code": code()})["Location"] == "/en/accounts/password/change/"


def test_the_session_gets_a_new_id_at_sign_in(client: Client, user: User) -> None:
    give_password(client, user)
    before = client.session.session_key
    client.post(STEP, {"code": code()})
    assert client.session.session_key != before


def test_a_wrong_code_says_so_and_signs_nobody_in(client: Client, user: User) -> None:
    give_password(client, user)
    page = client.post(STEP, {"code": wrong_code()})
    assert page.status_code == 200
    assert b"This code is not right" in page.content
    assert not is_signed_in(client)


def test_the_wait_after_wrong_codes_is_told(client: Client, user: User) -> None:
    give_password(client, user)
    for _attempt in range(2):
        page = client.post(STEP, {"code": wrong_code()})
    assert b"Too many wrong codes. Try again in" in page.content


@pytest.mark.parametrize("what", ["new password", "switched off"])
def test_a_code_completes_no_sign_in_that_began_before_the_door_was_shut(
    client: Client, user: User, what: str
) -> None:
    give_password(client, user)
    if what == "new password":
        user.set_password("a phrase that nobody else knows 3")
    user.is_active = what == "new password"
    user.save()
    assert client.post(STEP, {"code": code()})["Location"] == LOGIN
    assert not is_signed_in(client)
    assert "Something about your sign-in has changed" in client.get(LOGIN).content.decode()


def test_after_five_wrong_codes_the_password_is_asked_for_again(client: Client, user: User) -> None:
    give_password(client, user)
    for _attempt in range(MOST_WRONG_CODES):
        unfreeze(user)
        response = client.post(STEP, {"code": wrong_code()})
    assert response["Location"] == LOGIN
    unfreeze(user)
    assert client.post(STEP, {"code": code()})["Location"] == LOGIN
    assert not is_signed_in(client)


def test_nobody_reaches_the_step_without_a_password(client: Client) -> None:
    assert client.get(STEP)["Location"] == LOGIN
    assert client.post(STEP, {"code": "123456"})["Location"] == LOGIN


def test_a_half_sign_in_of_one_browser_is_of_no_use_in_another(client: Client, user: User) -> None:
    give_password(client, user)
    assert Client().post(STEP, {"code": code()})["Location"] == LOGIN


def test_neither_password_nor_code_lies_in_the_session(client: Client, user: User) -> None:
    give_password(client, user)
    stored = str(dict(client.session))
    right = code()
    client.post(STEP, {"code": right})
    stored += str(dict(client.session))
    assert PASSWORD not in stored
    assert right not in stored


def test_a_recovery_code_signs_in_with_a_warning_and_a_letter(
    client: Client, user: User, django_capture_on_commit_callbacks: Any
) -> None:
    spare = recovery_codes(user)[0]
    give_password(client, user)
    assert b"recovery code" in client.get(f"{STEP}?recovery").content
    response = client.post(f"{STEP}?recovery", {"code": spare}, follow=True)
    assert is_signed_in(client)
    assert "9 are left" in " ".join(str(message) for message in response.context["messages"])
    assert AuditEntry.objects.get(action="second_factor.recovery_code_used").details == {"left": 9}


def test_password_reset_does_not_skip_the_step(client: Client, user: User) -> None:
    client.post("/en/accounts/password/reset/", {"email": user.email})
    drain()
    link = next(word for word in str(mail.outbox[-1].body).split() if "/password/reset/key/" in word)
    path = "/" + link.split("/", 3)[3]
    form = client.get(path, follow=True)
    client.post(
        form.request["PATH_INFO"],
        {"password1": "zielony most przy lesie", "password2": "zielony most przy lesie"},
    )
    assert User.objects.get(pk=user.pk).check_password("zielony most przy lesie")
    assert not is_signed_in(client)
    response = client.post(LOGIN, {"login": user.email, "password": "zielony most przy lesie"})
    assert response["Location"] == STEP


def test_the_step_is_limited_for_one_client_address(client: Client, user: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "second_factor": "3/m/ip"}
    give_password(client, user)
    answers = [client.post(STEP, {"code": wrong_code()}).status_code for _attempt in range(4)]
    assert answers == [200, 200, 200, 429]
