"""Interruptions that the office announced, shown before somebody writes about them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cms_pages.models import AnnouncementStreet
from cms_pages.tests.factories import Town, make_town, outage, settle
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests import factories as exchange

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
PORTAL, GUEST = "/en/portal/accounts/100245/tickets/new/", "/en/zgloszenia/nowe/"
SAID = "We know of this interruption at your address:"


@pytest.fixture
def town() -> Town:
    """A town with an outage in the customer's street and one in another."""
    made = make_town()
    announced(made, "burst-pipe", "Lipowa", title="Burst pipe")
    announced(made, "dry-taps", "Klonowa", title="Dry taps")
    settle()
    return made


def announced(town: Town, slug: str, street: str, **facts: Any) -> Any:
    row = AnnouncementStreet(city="Zielona Dolina", street=street, sort_order=0)
    return outage(town, slug, english=True, streets=[row], **facts)


@pytest.fixture
def owner(client: Client) -> Client:
    account = exchange.AccountFactory(account_no="100245")
    exchange.ServicePointFactory(account=account, street="ul. Lipowa", building="12")
    exchange.FeedFactory()
    client.force_login(AccessFactory.create(account_no="100245").user)
    return client


@pytest.mark.few(1)
@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("page", ["", "outage/", "leak/"])
def test_a_customer_is_shown_what_is_known_in_his_street_and_nothing_else(owner: Client, page: str) -> None:
    text = owner.get(f"{PORTAL}{page}").content.decode()
    assert SAID in text and "Burst pipe" in text and "Dry taps" not in text


@pytest.mark.long
@pytest.mark.usefixtures("town")
def test_questions_are_asked_without_a_word_about_interruptions(owner: Client) -> None:
    assert "Burst pipe" not in owner.get(f"{PORTAL}question/").content.decode()


@pytest.mark.long
@pytest.mark.usefixtures("town")
def test_a_guest_finds_his_street_among_all_that_is_known(client: Client) -> None:
    text = client.get(f"{GUEST}outage/").content.decode()
    assert text.index("Burst pipe") < text.index('name="text"')
    assert "Lipowa" in text and "Dry taps" in text and "Klonowa" in text
    assert "Burst pipe" not in client.get(f"{GUEST}question/").content.decode()


@pytest.mark.long
def test_a_guest_is_not_shown_what_is_over_to_come_or_for_customers_alone(client: Client, town: Town) -> None:
    announced(town, "mended", "Lipowa", title="Mended", resolved_at=timezone.now())
    soon = timezone.now() + timedelta(hours=1)
    announced(town, "coming", "Lipowa", title="To come", starts_at=soon)
    announced(town, "secret", "Lipowa", title="Among us", audience="customers")
    settle()
    text = client.get(f"{GUEST}outage/").content.decode()
    assert "Burst pipe" in text
    assert not [title for title in ("Mended", "To come", "Among us") if title in text]
