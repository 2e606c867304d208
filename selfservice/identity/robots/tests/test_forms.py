"""The guarded forms: registration, a new password, sign-in."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from ebok.outbox.working import drain
from selfservice.identity.models import User
from selfservice.identity.robots.checking import PATIENCE
from selfservice.identity.robots.models import SpentProof
from selfservice.identity.robots.purposes import RESET
from selfservice.identity.robots.tests.working import see, solved
from selfservice.identity.tests.factories import PASSWORD, UserFactory
from selfservice.identity.throttles import counters, sign_in
from selfservice.identity.throttles.subjects import address_key

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SIGNUP_URL = "/en/accounts/signup/"
NEW_PASSWORD = "zielony most przy lesie"


@pytest.fixture(autouse=True)
def clock(settings: Any) -> Iterator[Any]:
    settings.ROBOT_CHECK = "suspicion"
    settings.ROBOT_COST, settings.ROBOT_WORK = 5, 10
    cache.clear()
    with time_machine.travel(NOON, tick=False) as frozen:
        yield frozen


def fields_of(page: Any) -> dict[str, str]:
    text = page.content.decode()
    ticket = re.search(r'name="robot_check_ticket" value="([^"]+)"', text)
    assert ticket
    return {"robot_check_ticket": ticket[1], "robot_check_homepage": ""}


def test_switched_off_nothing_of_it_is_in_the_page(client: Client, settings: Any) -> None:
    settings.ROBOT_CHECK = "off"
    assert b"robot_check" not in client.get(SIGNUP_URL).content


class TestForms:
    def register(self, client: Client, email: str, **more: str) -> Any:
        return client.post(SIGNUP_URL, {"email": email, "password1": NEW_PASSWORD, **more})

    def test_registering_like_a_person_needs_no_proof(self, client: Client, clock: Any) -> None:
        page = client.get(SIGNUP_URL)
        assert b"altcha-widget" not in page.content
        clock.shift(timedelta(seconds=20))
        assert self.register(client, "new@example.org", **fields_of(page)).status_code == 302
        drain()
        assert User.objects.filter(email="new@example.org").exists()

    def test_registering_like_a_robot_shows_the_widget_and_makes_nobody(self, client: Client) -> None:
        page = self.register(client, "new@example.org")
        assert b"<altcha-widget" in page.content
        assert b"wait 30 seconds before you send" in page.content
        drain()
        assert not User.objects.exists()

    def test_the_widget_with_its_proof_lets_a_suspect_register(self, client: Client) -> None:
        see(10, address="127.0.0.1")
        assert b"<altcha-widget" in client.get(SIGNUP_URL).content
        assert self.register(client, "new@example.org", robot_check=solved("sign-up")).status_code == 302

    def test_a_suspect_without_javascript_waits_and_registers(self, client: Client, clock: Any) -> None:
        see(10, address="127.0.0.1")
        page = self.register(client, "new@example.org", **fields_of(client.get(SIGNUP_URL)))
        clock.shift(PATIENCE)
        assert self.register(client, "new@example.org", **fields_of(page)).status_code == 302

    def test_who_waited_a_little_is_told_how_long_it_still_is(self, client: Client, clock: Any) -> None:
        see(10, address="127.0.0.1")
        shown = fields_of(client.get(SIGNUP_URL))
        clock.shift(PATIENCE - timedelta(seconds=7))
        page = self.register(client, "new@example.org", **shown)
        assert b"wait 7 seconds before you send" in page.content

    def test_a_form_that_comes_back_for_another_mistake_brings_the_widget_when_a_proof_is_needed(
        self, client: Client, clock: Any
    ) -> None:
        shown = fields_of(client.get(SIGNUP_URL))
        clock.shift(timedelta(seconds=20))
        assert b"altcha-widget" not in self.register(client, "no address", **shown).content
        see(10, address="127.0.0.1")
        assert b"<altcha-widget" in self.register(client, "no address", **shown).content

    def test_a_mistake_in_another_field_does_not_use_the_proof_up(self, client: Client) -> None:
        see(10, address="127.0.0.1")
        self.register(client, "no address", robot_check=solved("sign-up"))
        assert not SpentProof.objects.exists()

    def test_the_page_asks_nobody_else_and_has_nothing_inline(self, client: Client) -> None:
        see(10, address="127.0.0.1")
        text = client.get(SIGNUP_URL).content.decode()
        assert not re.search(r'(src|href)="(https?:)?//', text)
        assert not re.search(r"<script(?![^>]*src=)|\son\w+=|\sstyle=", text)

    def test_asking_for_a_new_password_is_guarded_for_known_and_unknown_alike(self, client: Client) -> None:
        known = UserFactory.create()
        see(10, address="127.0.0.1", purpose=RESET.name)
        pages = [
            client.post("/en/accounts/password/reset/", {"email": email})
            for email in (known.email, "nobody@example.org")
        ]
        assert all(b"<altcha-widget" in page.content for page in pages)

    def test_sign_in_from_a_suspicious_address_needs_a_proof(self, client: Client) -> None:
        user = UserFactory.create()
        for number in range(sign_in.SUSPICIOUS_SUBJECTS + 1):
            counters.note_failure_from(address=address_key("127.0.0.1"), subject=str(number))
        fields = {"login": user.email, "password": PASSWORD}
        page = client.post("/en/accounts/login/", fields)
        assert b"<altcha-widget" in page.content
        assert "_auth_user_id" not in client.session
        client.post("/en/accounts/login/", {**fields, "robot_check": solved("sign-in")})
        assert "_auth_user_id" in client.session

    def test_a_known_browser_signs_in_from_there_without_one(self, client: Client) -> None:
        user = UserFactory.create()
        fields = {"login": user.email, "password": PASSWORD}
        client.post("/en/accounts/login/", {**fields, **fields_of(client.get("/en/accounts/login/"))})
        client.post("/en/accounts/logout/")
        for number in range(sign_in.SUSPICIOUS_SUBJECTS + 1):
            counters.note_failure_from(address=address_key("127.0.0.1"), subject=str(number))
        client.post("/en/accounts/login/", fields)
        assert "_auth_user_id" in client.session
