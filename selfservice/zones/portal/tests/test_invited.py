"""Somebody who is invited and has no sign-in yet comes back to the invitation by himself."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from ebok.outbox.working import drain
from selfservice.access.invitations.services import withdraw
from selfservice.access.invitations.tests.factories import invitation_by
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import AccountFactory, FeedFactory

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
PERSON = {"email": "helper@example.org", "password1": "several plain words 7"}


@pytest.fixture
def invitation() -> Any:
    FeedFactory()
    AccountFactory(account_no="100245")
    return invitation_by(AccessFactory(), email=PERSON["email"])


def confirm(browser: Client) -> str:
    """Opens the link of the letter in a browser; returns where it leads."""
    drain()
    link = re.search(r"https?://[^/\s]+(/\S*confirm-email/\S+)", str(mail.outbox[-1].body))
    assert link
    return browser.post(link[1])["Location"]


def sign_in(client: Client, place: str) -> Any:
    return client.post(place, {"login": PERSON["email"], "password": PERSON["password1"]})


def register(invitation: Any, client: Client) -> None:
    page = f"/en/portal/invitations/{invitation.token}/"
    sign_in_page = client.get(page)["Location"]
    register = re.search(r'href="([^"]*signup[^"]*)"', client.get(sign_in_page).content.decode())
    assert register and client.post(register[1], PERSON).status_code == 302


def test_from_the_letter_by_registration_to_the_access(invitation: Any, client: Client) -> None:
    register(invitation, client)
    page = f"/en/portal/invitations/{invitation.token}/"
    assert sign_in(client, confirm(client))["Location"] == page
    client.post(page, {"answer": "accept"})
    assert client.get("/en/portal/accounts/100245/").status_code == 200


def test_another_device_asks_for_a_password_of_ones_own_and_then_shows_the_invitation(
    invitation: Any, client: Client
) -> None:
    register(invitation, client)
    elsewhere = Client()
    form = elsewhere.get(confirm(elsewhere), follow=True)
    own = "words of the helper alone 3"
    elsewhere.post(form.redirect_chain[-1][0], {"password1": own, "password2": own})
    elsewhere.post("/en/accounts/login/", {"login": PERSON["email"], "password": own})
    first = elsewhere.get("/en/portal/", follow=True).content.decode()
    assert f"/en/portal/invitations/{invitation.token}/" in first


def test_the_secret_of_a_link_stands_in_no_log(
    invitation: Any, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        client.get(f"/en/portal/invitations/{invitation.token}/")
        client.get("/en/accounts/confirm-email/s3cret/")
    assert "/en/portal/invitations/…/" in caplog.text and "/en/accounts/confirm-email/…/" in caplog.text
    assert invitation.token not in caplog.text and "s3cret" not in caplog.text


def test_where_nothing_waits_the_link_leads_to_the_sign_in(invitation: Any, client: Client) -> None:
    withdraw(invitation=invitation, actor=None)
    client.post("/en/accounts/signup/", PERSON)
    assert confirm(client) == "/en/accounts/login/"


def test_an_invitation_to_another_address_waits_for_nobody_else(invitation: Any, client: Client) -> None:
    client.post("/en/accounts/signup/", {**PERSON, "email": "stranger@example.org"})
    assert confirm(client) == "/en/accounts/login/"
