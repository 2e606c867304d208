"""Setting the app up, renewing the codes, switching off, proving oneself once more."""

import re
from base64 import b32decode
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone

from ebok.audit.models import AuditEntry
from ebok.outbox.models import Job
from selfservice.identity.models import User
from selfservice.identity.second_factor import trust
from selfservice.identity.second_factor.enrolment import SETUP_SECONDS
from selfservice.identity.second_factor.models import Authenticator, RecoveryCode
from selfservice.identity.second_factor.recent import requires_recent_factor
from selfservice.identity.second_factor.tests.factories import (
    code,
    recovery_codes,
    sign_in_verified,
    with_factor,
    wrong_code,
)
from selfservice.identity.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
BASE = "/en/accounts/second-factor/"
SETUP, CODES, CONFIRM, REMOVE = (f"{BASE}{part}/" for part in ("set-up", "codes", "confirm", "remove"))


@pytest.fixture
def user() -> User:
    return UserFactory.create()


@pytest.fixture
def customer(client: Client, user: User) -> Client:
    """Signed in by password a moment ago, without a factor."""
    client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


@pytest.fixture
def protected(customer: Client, user: User) -> Client:
    """With a factor, proved a moment ago."""
    with_factor(user)
    customer.post(CONFIRM, {"code": code()})
    Authenticator.objects.update(last_step=-1)
    return customer


def offered(page: Any) -> tuple[str, bytes]:
    """The sealed secret in the form, and the key that people would type."""
    text = page.content.decode()
    sealed = re.search(r'name="sealed" value="([^"]+)"', text)
    typed = re.search(r'id="typed-key">([^<]+)<', text)
    assert sealed
    assert typed
    return sealed[1], b32decode(typed[1].replace(" ", ""))


def test_the_first_right_code_switches_the_factor_on(customer: Client, user: User) -> None:
    sealed, secret = offered(customer.get(SETUP))
    page = customer.post(SETUP, {"sealed": sealed, "code": code(secret=secret)})
    assert page.status_code == 200
    assert Authenticator.objects.get(user=user).secret == secret
    shown = re.findall(r"<code>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</code>", page.content.decode())
    assert len(set(shown)) == 10
    assert RecoveryCode.objects.count() == 10
    assert "no-store" in page["Cache-Control"]
    assert AuditEntry.objects.filter(action="second_factor.set_up").exists()
    assert Job.objects.filter(key__startswith="second_factor.set_up").exists()


def test_after_setting_up_the_session_counts_as_verified_under_a_new_id(customer: Client) -> None:
    sealed, secret = offered(customer.get(SETUP))
    before = customer.session.session_key
    customer.post(SETUP, {"sealed": sealed, "code": code(secret=secret)})
    assert customer.session.session_key != before
    assert customer.get(BASE).wsgi_request.user.is_verified()


@pytest.mark.long
def test_the_code_that_set_the_app_up_does_not_sign_in(customer: Client, user: User) -> None:
    sealed, secret = offered(customer.get(SETUP))
    first = code(secret=secret)
    customer.post(SETUP, {"sealed": sealed, "code": first})
    other = Client()
    other.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
    other.post(f"{BASE}sign-in/", {"code": first})
    assert "_auth_user_id" not in other.session


@pytest.mark.long
def test_reading_the_page_stores_nothing(customer: Client) -> None:
    customer.get(SETUP)
    assert not Authenticator.objects.exists()


@pytest.mark.long
def test_the_page_shows_a_picture_from_this_site_alone(customer: Client) -> None:
    text = customer.get(SETUP).content.decode()
    assert 'src="data:image/svg+xml' in text
    assert "style=" not in text.split("</head>")[1]


@pytest.mark.long
def test_a_wrong_code_keeps_the_same_secret(customer: Client) -> None:
    sealed, secret = offered(customer.get(SETUP))
    page = customer.post(
        SETUP, {"sealed": sealed, "code": "000000" if code(secret=secret) != "000000" else "1"}
    )
    assert b"This code is not right" in page.content
    assert offered(page) == (sealed, secret)
    assert not Authenticator.objects.exists()


@pytest.mark.long
def test_a_page_open_too_long_shows_a_new_secret(customer: Client, user: User) -> None:
    sealed, secret = offered(customer.get(SETUP))
    with time_machine.travel(timezone.now() + timedelta(seconds=SETUP_SECONDS + 1), tick=False):
        customer.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
        page = customer.post(SETUP, {"sealed": sealed, "code": code(secret=secret)})
        assert offered(page)[1] != secret
    assert not Authenticator.objects.exists()


@pytest.mark.long
def test_a_secret_offered_to_one_person_is_refused_to_another(customer: Client) -> None:
    sealed, secret = offered(customer.get(SETUP))
    other = Client()
    stranger = UserFactory.create()
    other.post("/en/accounts/login/", {"login": stranger.email, "password": PASSWORD})
    other.post(SETUP, {"sealed": sealed, "code": code(secret=secret)})
    assert not Authenticator.objects.exists()


def test_setting_up_asks_for_the_password_when_the_sign_in_is_old(client: Client, user: User) -> None:
    client.force_login(user)
    assert "/reauthenticate/?next=" in client.get(SETUP)["Location"]


def test_replacing_the_app_asks_for_a_code_of_the_present_one(client: Client, user: User) -> None:
    sign_in_verified(client, user)
    assert client.get(SETUP)["Location"].startswith(CONFIRM)


@pytest.mark.long
def test_replacing_the_app_voids_the_old_one(protected: Client, user: User) -> None:
    sealed, secret = offered(protected.get(SETUP))
    protected.post(SETUP, {"sealed": sealed, "code": code(secret=secret)})
    assert Authenticator.objects.get(user=user).secret == secret


def test_new_recovery_codes_void_the_old_ones(protected: Client, user: User) -> None:
    old = recovery_codes(user)
    page = protected.post(CODES)
    assert RecoveryCode.objects.count() == 10
    assert not [text for text in old if text in page.content.decode()]


def test_new_recovery_codes_ask_for_a_code_first(client: Client, user: User) -> None:
    sign_in_verified(client, user)
    way = client.post(CODES)["Location"]
    assert way.startswith(CONFIRM)
    back = client.post(way, {"code": code(), "next": CODES}, follow=True)
    assert back.status_code == 200 and "Press the button once more" in back.content.decode()
    assert not RecoveryCode.objects.exists()


def test_switching_off_needs_a_code(protected: Client, user: User) -> None:
    protected.post(REMOVE, {"code": wrong_code()})
    assert Authenticator.objects.exists()
    Authenticator.objects.update(throttling_failure_count=0)
    protected.post(REMOVE, {"code": code()})
    assert not Authenticator.objects.exists()
    assert AuditEntry.objects.filter(action="second_factor.removed").exists()


def test_switching_off_forgets_trusted_browsers_and_recovery_codes(
    protected: Client, user: User, rf: Any
) -> None:
    recovery_codes(user)
    trust.remember(request=rf.get("/"), response=HttpResponse(), user=user)
    protected.post(REMOVE, {"code": code()})
    assert not trust.current(user).exists()
    assert not RecoveryCode.objects.exists()


def test_office_people_cannot_switch_it_off(protected: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_staff=True)
    page = protected.post(REMOVE, {"code": code()})
    assert b"Your position demands a second factor" in page.content
    assert Authenticator.objects.exists()


def test_a_browser_of_somebody_else_cannot_be_forgotten(protected: Client, rf: Any) -> None:
    stranger = UserFactory.create()
    device = trust.remember(request=rf.get("/"), response=HttpResponse(), user=stranger)
    assert device
    assert protected.post(f"{BASE}browsers/{device.pk}/forget/").status_code == 404
    assert trust.current(stranger).exists()


def test_own_browsers_are_listed_and_forgotten(protected: Client, user: User, rf: Any) -> None:
    device = trust.remember(
        request=rf.get("/", headers={"user-agent": "Firefox on Linux"}), response=HttpResponse(), user=user
    )
    assert device
    assert b"Firefox on Linux" in protected.get(BASE).content
    assert protected.get(f"{BASE}browsers/{device.pk}/forget/").status_code == 405
    protected.post(f"{BASE}browsers/{device.pk}/forget/")
    assert not trust.current(user).exists()


@pytest.mark.parametrize("path", [BASE, SETUP, CONFIRM, REMOVE])
def test_strangers_are_sent_to_the_sign_in(client: Client, path: str) -> None:
    assert client.get(path)["Location"].startswith("/en/accounts/login/")


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil"]
)
def test_next_leads_nowhere_else(protected: Client, target: str) -> None:
    response = protected.post(CONFIRM, {"code": code(), "next": target})
    assert response["Location"] == BASE


@requires_recent_factor
def grave_act(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


class TestStepUp:
    def ask(self, client: Client) -> Any:
        request = client.get(BASE).wsgi_request
        return grave_act(request)

    def test_a_fresh_code_lets_pass(self, protected: Client) -> None:
        assert self.ask(protected).status_code == 200

    def test_an_old_one_leads_to_the_code_and_back(self, protected: Client) -> None:
        with time_machine.travel(timezone.now() + timedelta(minutes=6)):
            assert self.ask(protected)["Location"].startswith(f"{CONFIRM}?next=")

    def test_a_password_is_no_code(self, customer: Client, user: User) -> None:
        with_factor(user)
        assert self.ask(customer)["Location"].startswith(CONFIRM)

    def test_without_a_factor_the_password_counts(self, customer: Client) -> None:
        assert self.ask(customer).status_code == 200
        with time_machine.travel(timezone.now() + timedelta(minutes=6)):
            assert "/reauthenticate/" in self.ask(customer)["Location"]

    def test_a_trusted_browser_is_no_fresh_code(self, client: Client, user: User) -> None:
        sign_in_verified(client, user)
        assert self.ask(client)["Location"].startswith(CONFIRM)

    def test_each_fresh_proof_gives_the_session_a_new_id(self, customer: Client, user: User) -> None:
        before = customer.session.session_key
        customer.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
        after_password = customer.session.session_key
        with_factor(user)
        customer.post(CONFIRM, {"code": code()})
        assert len({before, after_password, customer.session.session_key}) == 3
        proofs = AuditEntry.objects.filter(action="identity.proved_anew", object_id=str(user.pk))
        assert [entry.details["by"] for entry in proofs.order_by("pk")] == [["password"], ["otp"]]
        assert customer.get(BASE).status_code == 200
