"""Secret links and tokens as their owner sees them."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from selfservice.access.feeds.models import ApiToken, SecretLink
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import AccountFactory, FeedFactory
from selfservice.identity.tests.factories import PASSWORD
from selfservice.zones.portal.tests.test_pages import switch_off

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
LINKS, TOKENS = "/en/portal/accounts/100245/calendar-links/", "/en/portal/tokens/"


@pytest.fixture
def owner(client: Client) -> Client:
    AccountFactory(account_no="100245")
    FeedFactory()
    user = AccessFactory(account_no="100245").user
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def test_a_new_link_is_shown_once_and_works(owner: Client) -> None:
    page = owner.post(LINKS, {"act": "make", "kind": "due_dates"}).content.decode()
    key = re.search(r"key=([\w-]{43})", page)[1]
    assert Client().get("/feeds/calendar.ics", {"key": key}).status_code == 200
    again = owner.get(LINKS).content.decode()
    assert key not in again and "Last used" in again


def test_a_link_is_revoked_at_a_click(owner: Client) -> None:
    owner.post(LINKS, {"act": "make", "kind": "due_dates"})
    owner.post(LINKS, {"act": "revoke", "kind": "due_dates"})
    assert SecretLink.objects.get().revoked_at is not None
    assert "There is no link." in owner.get(LINKS).content.decode()


@pytest.mark.parametrize("kind", ["", "other"])
def test_an_unknown_calendar_is_refused(owner: Client, kind: str) -> None:
    assert owner.post(LINKS, {"act": "make", "kind": kind}).status_code == 400


def test_the_calendar_of_a_module_switched_off_is_not_offered(owner: Client) -> None:
    switch_off("schedule")
    assert 'value="schedule"' not in owner.get(LINKS).content.decode()
    assert owner.post(LINKS, {"act": "make", "kind": "schedule"}).status_code == 400


def test_a_token_is_shown_once_and_revoked(owner: Client) -> None:
    page = owner.post(f"{TOKENS}new/", {"name": "Arkusz"}).content.decode()
    secret = re.search(r"<code>([\w-]{43})</code>", page)[1]
    listed = owner.get(TOKENS).content.decode()
    assert "Arkusz" in listed and secret not in listed
    owner.post(f"{TOKENS}{ApiToken.objects.get().pk}/revoke/")
    assert "You have no tokens" in owner.get(TOKENS).content.decode()


def test_what_outlives_the_session_asks_for_a_recent_proof(client: Client) -> None:
    AccountFactory(account_no="100245")
    FeedFactory()
    client.force_login(AccessFactory(account_no="100245").user)
    for url, sent in ((f"{TOKENS}new/", {"name": "Arkusz"}), (LINKS, {"act": "make", "kind": "due_dates"})):
        answer = client.post(url, sent)
        assert answer.status_code == 302 and "reauthenticate" in answer["Location"]
    assert not ApiToken.objects.exists() and not SecretLink.objects.exists()


def test_somebody_elses_token_is_as_absent_as_none(owner: Client) -> None:
    other = AccessFactory(account_no="200").user
    from selfservice.access.feeds.services import make_token

    make_token(user=other, name="x")
    assert owner.post(f"{TOKENS}{ApiToken.objects.get().pk}/revoke/").status_code == 404
    assert ApiToken.objects.get().revoked_at is None
