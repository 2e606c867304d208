"""The word about a password while it is chosen."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import person

pytestmark = pytest.mark.django_db
URL = "/en/accounts/password/strength/"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def ask(client: Client, password: str) -> dict[str, str]:
    return client.post(URL, {"password": password}).json()


def test_it_answers_in_words(client: Client) -> None:
    assert ask(client, "haslo12345!")["kind"] == "bad"
    assert ask(client, "zielony most przy lesie") == {"kind": "ok", "text": "Strong."}


def test_office_people_hear_of_their_longer_minimum(client: Client) -> None:
    assert ask(client, "Kq7!vL2z9#")["text"] != "Too short. Add another word."
    client.force_login(person(Role.CLERK))
    assert ask(client, "Kq7!vL2z9#")["text"] == "Too short. Add another word."


def test_it_needs_a_post_with_a_token_and_is_kept_by_nobody(client: Client) -> None:
    assert client.get(URL).status_code == 405
    assert Client(enforce_csrf_checks=True).post(URL, {"password": "x"}).status_code == 403
    assert "no-store" in client.post(URL, {"password": "x"})["Cache-Control"]


def test_the_password_stands_in_no_log(client: Client, caplog: Any) -> None:
    ask(client, "a-password-never-logged")
    assert "a-password-never-logged" not in caplog.text


def test_it_is_limited(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "password_strength": "2/m/ip"}
    assert [client.post(URL, {"password": "x"}).status_code for _time in range(3)] == [200, 200, 429]


def test_the_registration_page_carries_it(client: Client) -> None:
    assert (
        b'data-password-hint="/en/accounts/password/strength/"' in client.get("/en/accounts/signup/").content
    )
