"""Sessions end when idle and after a day's work; public pages never touch them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from ebok.audit.models import AuditEntry
from selfservice.identity.roles import GROUP_NAMES, Role, works_here
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


@pytest.mark.few(4)
@pytest.mark.parametrize("role", GROUP_NAMES)
def test_office_people_may_be_idle_for_a_quarter(
    client: Client, clock: time_machine.Traveller, role: Role
) -> None:
    client.force_login(person(role))
    clock.shift(15 * MINUTE)
    assert is_in(client)
    clock.shift(15 * MINUTE + 1)
    assert not is_in(client)


def test_a_position_given_later_counts_at_the_next_request(
    client: Client, clock: time_machine.Traveller
) -> None:
    user = UserFactory()
    client.force_login(user)
    user.groups.add(person(Role.EDITOR).groups.get())
    clock.shift(15 * MINUTE + 1)
    assert not is_in(client)


def test_a_right_to_enter_the_cms_without_a_group_of_ours_is_a_position(
    client: Client, clock: time_machine.Traveller
) -> None:
    by_group, alone = UserFactory(), UserFactory()
    right = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    alone.user_permissions.add(right)
    by_group.groups.add(Group.objects.create(name="Guest authors"))
    by_group.groups.get().permissions.add(right)
    assert works_here(alone) and works_here(by_group) and not works_here(UserFactory())


def test_who_works_here_is_read_with_the_user(
    client: Client, rf: RequestFactory, django_assert_num_queries: Any
) -> None:
    user = UserFactory()
    client.force_login(user)
    request = rf.get(PAGE)
    request.session = client.session
    with django_assert_num_queries(2):  # the session and the user
        assert not works_here(get_user(request))


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("role", "hours", "pause"),
    [
        (Role.CUSTOMER, 12, 30),
        (Role.CLERK, 8, 15),
        (Role.EDITOR, 8, 15),
        (Role.MODERATOR, 8, 15),
    ],
)
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
