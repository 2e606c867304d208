"""Sessions end when idle and after a day's work; public pages never touch them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ebok.audit.models import AuditEntry
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import UserFactory, person

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
PAGE = "/en/portal/"
MINUTE = 60


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-21T08:00:00+01:00", tick=False) as traveller:
        yield traveller


def is_in(client: Client, path: str = PAGE) -> bool:
    return client.get(path).status_code == 200


def test_a_customer_may_be_idle_for_half_an_hour(client: Client, clock: time_machine.Traveller) -> None:
    client.force_login(UserFactory())
    clock.shift(30 * MINUTE)
    assert is_in(client)
    clock.shift(30 * MINUTE + 1)
    assert not is_in(client)
    assert AuditEntry.objects.filter(action="identity.session_ended").exists()


def test_office_people_may_be_idle_for_a_quarter(client: Client, clock: time_machine.Traveller) -> None:
    client.force_login(person(Role.CLERK))
    clock.shift(15 * MINUTE + 1)
    assert not is_in(client, "/en/staff/")


@pytest.mark.parametrize(("role", "hours", "pause"), [(Role.CUSTOMER, 12, 30), (Role.CLERK, 8, 15)])
def test_the_busiest_session_ends_after_a_day(
    client: Client, clock: time_machine.Traveller, role: Role, hours: int, pause: int
) -> None:
    """Somebody who is never idle longer than allowed."""
    client.force_login(person(role))
    for _pause in range(hours * 60 // pause):
        clock.shift(pause * MINUTE)
        assert is_in(client)
    clock.shift(1)
    assert not is_in(client)


def test_an_ended_session_leads_back_to_the_page_after_sign_in(
    client: Client, clock: time_machine.Traveller
) -> None:
    client.force_login(UserFactory())
    clock.shift(31 * MINUTE)
    assert client.get(PAGE)["Location"] == f"/en/accounts/login/?next={PAGE}"


def test_a_page_view_writes_the_session_once_a_minute_at_most(
    client: Client, clock: time_machine.Traveller
) -> None:
    client.force_login(UserFactory())

    def writes() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        return sum(query["sql"].startswith(("UPDATE", "INSERT")) for query in captured)

    clock.shift(59)
    assert writes() == 0
    clock.shift(1)
    assert writes() == 1


def test_a_session_holds_no_password(client: Client) -> None:
    user = UserFactory()
    client.post("/en/accounts/login/", {"login": user.email, "password": "plain-words-for-tests-1"})
    assert "plain-words-for-tests-1" not in str(dict(client.session.items()))
