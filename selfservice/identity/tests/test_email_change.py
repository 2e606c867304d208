"""Changing the address: proved, told to both, links that die."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.test import Client

from ebok.audit.models import AuditEntry
from ebok.outbox.working import drain
from selfservice.identity.models import User
from selfservice.identity.password_letters import link_for_new_password
from selfservice.identity.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/en/accounts/email/"


@pytest.fixture
def user() -> User:
    return UserFactory(email="old@example.com", language="en")


@pytest.fixture
def client(user: User) -> Client:
    client = Client()
    client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def ask(client: Client, address: str) -> str:
    """Ask for a change; the link that came to the new address."""
    mail.outbox.clear()
    client.post(PAGE, {"action_add": "", "email": address})
    drain()
    letter = next(message for message in mail.outbox if message.to == [address])
    found = re.search(r"https?://[^/\s]+(/\S*confirm-email/\S+)", str(letter.body))
    assert found
    return found[1]


def set_password_by_letter(user: User) -> None:
    """What the letter about the change says to do if it was somebody else."""
    user.refresh_from_db()
    browser = Client()
    form = browser.get(link_for_new_password(user), follow=True).redirect_chain[-1][0]
    browser.post(form, {"password1": "quite another phrase 4", "password2": "quite another phrase 4"})
    user.refresh_from_db()
    assert user.check_password("quite another phrase 4")


def told() -> list[tuple[str, str]]:
    return sorted((message.to[0], str(message.subject)) for message in mail.outbox)


def test_without_a_fresh_proof_nobody_gets_to_the_form(user: User) -> None:
    client = Client()
    client.force_login(user)
    for answer in (client.get(PAGE), client.post(PAGE, {"action_add": "", "email": "new@example.com"})):
        assert "/accounts/reauthenticate/" in answer["Location"]
    assert EmailAddress.objects.filter(user=user).count() == 1


def test_the_old_address_hears_of_it_before_anything_changes(client: Client, user: User) -> None:
    ask(client, "new@example.com")
    assert ("old@example.com", "A new e-mail address was asked for") in told()
    user.refresh_from_db()
    assert user.email == "old@example.com"


def test_once_confirmed_both_addresses_are_told_and_the_link_works_no_more(
    client: Client, user: User
) -> None:
    reset = default_token_generator.make_token(user)
    link = ask(client, "new@example.com")
    mail.outbox.clear()
    client.post(link)
    drain()
    user.refresh_from_db()
    assert user.email == "new@example.com"
    assert [address for address, _subject in told()] == ["new@example.com", "old@example.com"]
    assert list(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")) == [
        ("new@example.com", True, True)
    ]
    assert not default_token_generator.check_token(user, reset)
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"identity.email_change_asked", "identity.email_changed"} <= actions
    mail.outbox.clear()
    client.post(link)
    assert mail.outbox == []


def test_a_later_wish_kills_the_link_of_an_earlier_one(client: Client, user: User) -> None:
    first = ask(client, "first@example.com")
    ask(client, "second@example.com")
    client.post(first)
    user.refresh_from_db()
    assert user.email == "old@example.com"


def test_a_reader_who_presses_confirm_gives_his_address_to_no_sign_in_of_a_stranger(
    client: Client, user: User
) -> None:
    link, reader = ask(client, "reader@example.com"), Client()
    answer = reader.post(link)
    user.refresh_from_db()
    assert user.email == "old@example.com"
    assert answer["Location"] == f"/en/accounts/login/?{urlencode({'next': link})}"
    assert "Then confirm the new one" in reader.get(answer["Location"]).content.decode()


def test_on_another_device_the_owner_signs_in_and_confirms_there(client: Client, user: User) -> None:
    link, phone = ask(client, "new@example.com"), Client()
    way = phone.post(link)["Location"]
    back = phone.post(way, {"login": user.email, "password": PASSWORD, "next": link})
    assert back["Location"] == link and "Confirm" in phone.get(link).content.decode()
    phone.post(link)
    user.refresh_from_db()
    assert user.email == "new@example.com"


def test_a_change_asked_for_by_a_thief_does_not_outlive_the_password(client: Client, user: User) -> None:
    link = ask(client, "thief@example.com")
    set_password_by_letter(user)
    for browser in (client, Client()):
        browser.post(link)
        user.refresh_from_db()
        assert user.email == "old@example.com"


def test_an_address_of_somebody_else_is_not_given_away_nor_taken(client: Client, user: User) -> None:
    UserFactory(email="taken@example.com")
    answers = [
        client.post(PAGE, {"action_add": "", "email": address})
        for address in ("taken@example.com", "free@example.com")
    ]
    assert answers[0].status_code == answers[1].status_code
    assert not EmailAddress.objects.filter(user=user, email="taken@example.com", verified=True).exists()
