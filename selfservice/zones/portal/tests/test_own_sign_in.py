"""Pages of the own sign-in keep the portal's menu for customers, and stay plain for the office."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from selfservice.access.tests.factories import AccessFactory
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import PASSWORD, UserFactory, person

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
PAGES = ["second-factor/", "devices/", "devices/history/", "email/", "password/change/"]
MENU = 'href="/en/portal/accounts/100245/settlements/"'


@pytest.fixture
def customer() -> Client:
    user = AccessFactory(account_no="100245", user=UserFactory(email="owner@example.com")).user
    client = Client()
    client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


@pytest.mark.few(2)
@pytest.mark.parametrize("page", PAGES)
def test_a_customer_keeps_the_menu_at_the_price_of_one_query(customer: Client, page: str) -> None:
    address = f"/en/accounts/{page}"
    customer.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert MENU in customer.get(address).content.decode()
    assert sum("access_accountaccess" in query["sql"] for query in captured) == 1


def test_the_office_sees_no_menu_of_the_portal() -> None:
    client = Client()
    client.force_login(person(Role.CLERK))
    page = client.get("/en/accounts/devices/").content.decode()
    assert 'class="side panel"' not in page


def test_the_header_names_the_whole_address_or_how_one_wants_to_be_greeted(customer: Client) -> None:
    address = "/en/accounts/devices/"
    assert ">owner@example.com</span>" in customer.get(address).content.decode()
    user = AccessFactory(account_no="100246", user=UserFactory(display_name="Ola")).user
    customer.force_login(user)
    assert ">Ola</span>" in customer.get(address).content.decode()
