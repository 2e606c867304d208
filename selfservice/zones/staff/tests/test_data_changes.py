"""A clerk decides on a change of contact data: who asked and who decided stand beside it."""

from __future__ import annotations

import pytest
from django.test import Client

from selfservice.access.data_changes.models import DataChange
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import AccountFactory
from selfservice.identity.models import User
from selfservice.identity.roles import Role
from selfservice.identity.second_factor.tests.factories import code
from selfservice.identity.tests.factories import UserFactory, person

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


@pytest.fixture
def clerk_client(client: Client) -> Client:
    client.force_login(person(Role.CLERK, email="clerk@example.org"))
    client.post("/en/accounts/second-factor/confirm/", {"code": code()})
    return client


@pytest.fixture
def asker() -> User:
    AccountFactory(account_no="100245", phone="+48 600 000 000")
    return UserFactory(email="maria@example.org")


@pytest.fixture
def change(asker: User) -> DataChange:
    return DataChange.objects.create(
        account_no="100245", field_set="contact", asked_by=asker, wanted={"phone": "+48 500 000 000"}
    )


def shown(client: Client, change: DataChange) -> str:
    return " ".join(client.get(f"/en/staff/data-changes/{change.pk}/").content.decode().split())


def test_the_clerk_sees_who_asked_and_whether_he_owns_the_account(
    clerk_client: Client, asker: User, change: DataChange
) -> None:
    assert "maria@example.org, no access any more" in shown(clerk_client, change)
    AccessFactory(user=asker, account_no="100245")
    page = shown(clerk_client, change)
    assert "maria@example.org, owner" in page and "Decided" not in page


@pytest.mark.long
def test_after_the_decision_it_says_who_decided(
    clerk_client: Client, asker: User, change: DataChange
) -> None:
    AccessFactory(user=asker, account_no="100245")
    url = f"/en/staff/data-changes/{change.pk}/"
    clerk_client.post(url, {"act": "reject", "reason": "no such number"})
    page = shown(clerk_client, change)
    assert "<dt>Decided</dt>" in page and "clerk@example.org" in page


def test_telephone_numbers_stay_on_one_line(clerk_client: Client, change: DataChange) -> None:
    page = shown(clerk_client, change)
    assert '<span class="nowrap">+48 600 000 000</span>' in page
    assert '<strong class="nowrap">+48 500 000 000</strong>' in page
