"""What is not there: the office keeps its own menu; everybody else learns nothing of the zone."""

from __future__ import annotations

from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client

from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import UserFactory, person

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
MENU = 'href="/en/staff/desk/"'
PAGES = ["/en/staff/tickets/ZG-NONE/", "/en/staff/no-such-page/", "/en/staff/readings/999999/"]


@pytest.mark.parametrize("path", PAGES)
def test_a_clerk_stays_in_the_office(client: Client, path: str) -> None:
    client.force_login(person(Role.CLERK))
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == 404 and MENU in page and "Reference number:" in page
    assert ("There is no ticket of this number" in page) == ("tickets" in path)
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("path", PAGES)
def test_a_customer_learns_nothing_of_the_zone(client: Client, path: str) -> None:
    client.force_login(UserFactory())
    answer = client.get(path)
    assert answer.status_code == 404 and "/en/staff/" not in answer.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_sees_no_menu(client: Client, path: str) -> None:
    assert "/en/staff/desk/" not in client.get(path).content.decode()


def test_elsewhere_a_clerk_sees_the_public_page(client: Client) -> None:
    client.force_login(person(Role.CLERK))
    answer = client.get("/en/portal/no-such-page/")
    assert answer.status_code == 404 and MENU not in answer.content.decode()


def test_where_the_menu_cannot_be_made_the_plain_page_answers(client: Client) -> None:
    client.force_login(person(Role.CLERK))
    with mock.patch("selfservice.zones.staff.views.not_found.staff_render", side_effect=OperationalError):
        answer = client.get("/en/staff/no-such-page/")
    assert answer.status_code == 404 and "There is no such page" in answer.content.decode()
