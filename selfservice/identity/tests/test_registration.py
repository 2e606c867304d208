"""Registration in three steps; its link runs out, works once, and may be opened on another device."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from ebok.outbox.working import drain
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import AccountFactory, FeedFactory
from selfservice.identity.models import User
from selfservice.identity.tests.factories import UserFactory

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
SIGNUP = "/en/accounts/signup/"
FIELDS = {"email": "New.Person@example.org", "password1": "several plain words 7"}


def register(client: Client, **changed: str) -> str:
    """Path of the link in the letter."""
    client.post(SIGNUP, {**FIELDS, **changed})
    drain()
    link = re.search(r"https?://[^/\s]+(/\S*confirm-email/\S+)", str(mail.outbox[-1].body))
    assert link
    return link[1]


def is_confirmed() -> bool:
    return EmailAddress.objects.filter(email="new.person@example.org", verified=True).exists()


def step(answer: Any) -> list[str]:
    """Text of the step that the page shows as the present one."""
    return re.findall(r'aria-current="step"><span>([^<]+)', answer.content.decode())


def test_the_way_from_the_form_to_the_first_account_is_three_steps(client: Client) -> None:
    assert step(client.get(SIGNUP)) == ["E-mail and password"]
    sent = client.post(SIGNUP, FIELDS, follow=True)
    assert step(sent) == ["Confirmation"]
    link = register(client, email="second@example.org")
    assert step(client.get(link)) == ["Confirmation"]
    client.post(link)
    client.post("/en/accounts/login/", {"login": "second@example.org", "password": FIELDS["password1"]})
    third = client.get("/en/portal/")
    assert step(third) == ["Customer account"]
    for way in ("link/invoice/", "link/code/", "announcements/"):
        assert f"/en/portal/{way}" in third.content.decode()


def test_whoever_has_an_account_is_shown_no_steps(client: Client) -> None:
    FeedFactory()
    AccountFactory(account_no="100245")
    client.force_login(AccessFactory().user)
    assert step(client.get("/en/portal/link/")) == []


def signs_in(password: str) -> bool:
    browser = Client()
    browser.post("/en/accounts/login/", {"login": "new.person@example.org", "password": password})
    return "_auth_user_id" in browser.session


def set_password(browser: Client, path: str, password: str) -> None:
    form = browser.get(path, follow=True)
    browser.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})


def test_the_link_is_opened_in_the_browser_that_registered(client: Client) -> None:
    link = register(client)
    assert client.post(link)["Location"].startswith("/en/accounts/login/")
    assert is_confirmed() and signs_in(FIELDS["password1"])


def test_on_another_device_the_link_leads_to_a_password_of_ones_own(client: Client) -> None:
    """Who registered may have been a stranger: the letter proves who reads it, not who chose the password."""
    link = register(client)
    elsewhere = Client()
    answer = elsewhere.post(link)
    assert "/en/accounts/password/reset/key/" in answer["Location"]
    assert is_confirmed() and "_auth_user_id" not in elsewhere.session
    assert not signs_in(FIELDS["password1"])
    page = elsewhere.get(answer["Location"], follow=True).content.decode()
    assert "so that nobody but you knows it" in page
    set_password(elsewhere, answer["Location"], "chosen by the reader 5")
    assert signs_in("chosen by the reader 5") and not signs_in(FIELDS["password1"])


@pytest.mark.long
def test_whoever_registered_a_strangers_address_gets_nothing_when_the_stranger_registers_too() -> None:
    stranger, owner = Client(), Client()
    link = register(stranger)
    owner.post(SIGNUP, {**FIELDS, "password1": "words of the owner 8"})
    answer = owner.post(link)
    assert not signs_in(FIELDS["password1"])
    set_password(owner, answer["Location"], "words of the owner 8")
    assert signs_in("words of the owner 8")


def test_a_password_set_by_a_letter_confirms_the_address(client: Client) -> None:
    register(client)
    client.post("/en/accounts/password/reset/", {"email": FIELDS["email"]})
    drain()
    link = re.search(r"https?://[^/\s]+(/\S*reset/key/\S+)", str(mail.outbox[-1].body))
    assert link
    set_password(Client(), link[1], "words from the letter 3")
    assert is_confirmed() and signs_in("words from the letter 3")


def test_reading_the_link_confirms_nothing(client: Client) -> None:
    """Mail programs follow links to look for malware."""
    client.get(register(client))
    assert not is_confirmed()


def test_the_link_works_once(client: Client) -> None:
    link = register(client)
    client.post(link)
    assert "has been used already" in Client().get(link).content.decode()
    assert Client().post(link).status_code == 404


@pytest.mark.parametrize(("days", "confirmed"), [(2.9, True), (3.1, False)])
def test_the_link_runs_out_after_three_days(client: Client, days: float, confirmed: bool) -> None:
    link = register(client)
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        Client().post(link)
    assert is_confirmed() is confirmed


@pytest.mark.parametrize("damage", ["x", "0"])
def test_a_changed_link_confirms_nothing(client: Client, damage: str) -> None:
    link = register(client)
    Client().post(f"{link.rstrip('/')}{damage}/")
    assert not is_confirmed()


def test_an_address_in_other_letters_makes_no_second_user(client: Client) -> None:
    UserFactory(email="new.person@example.org")
    mail.outbox.clear()
    answer = client.post(SIGNUP, {**FIELDS, "email": "NEW.PERSON@EXAMPLE.ORG"})
    drain()
    assert answer.status_code == 302 and User.objects.count() == 1
    assert mail.outbox[0].subject == "Masz już konto", "in the language of the person, not of the page"
