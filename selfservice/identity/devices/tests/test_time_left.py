"""A page can ask how long the session lives without prolonging it; a press of a person prolongs it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import UserFactory, person

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
PAGE = "/en/accounts/devices/"
LEFT, EXTEND = f"{PAGE}time-left/", f"{PAGE}extend/"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-21T08:00:00+01:00", tick=False) as traveller:
        yield traveller


def test_asking_does_not_prolong_a_session(client: Client, clock: time_machine.Traveller) -> None:
    client.force_login(UserFactory())
    for minutes_left in (20, 10, 0):
        clock.shift(600)
        assert client.get(LEFT).json()["idle"] == minutes_left * 60
    clock.shift(1)
    assert client.get(PAGE).status_code == 302


def test_a_press_prolongs_it(client: Client, clock: time_machine.Traveller) -> None:
    client.force_login(UserFactory())
    clock.shift(1790)
    assert client.post(EXTEND).json() == {"idle": 1800, "absolute": 12 * 3600 - 1790}
    clock.shift(1790)
    assert client.get(PAGE).status_code == 200


@pytest.mark.few(1)
@pytest.mark.parametrize("role", [Role.CLERK, Role.EDITOR, Role.MODERATOR])
def test_nothing_prolongs_it_beyond_the_day(
    client: Client, clock: time_machine.Traveller, role: Role
) -> None:
    client.force_login(person(role))
    for _quarter in range(8 * 4):
        clock.shift(895)
        left = client.post(EXTEND).json()
    assert left["idle"] == left["absolute"] == 8 * 3600 - 8 * 4 * 895
    clock.shift(left["absolute"] + 1)
    assert client.post(EXTEND).status_code == 302


@pytest.mark.parametrize(
    ("role", "path"), [(Role.CLERK, "/en/staff/"), (Role.EDITOR, PAGE), (Role.MODERATOR, PAGE)]
)
def test_a_page_carries_what_its_warning_needs(
    client: Client, clock: time_machine.Traveller, role: Role, path: str
) -> None:
    client.force_login(person(role))
    text = client.get(path).content.decode()
    assert 'data-idle="900"' in text and 'data-absolute="28800"' in text and "session-watch.js" in text


def test_a_strangers_page_carries_no_warning(client: Client) -> None:
    assert "session-watch" not in client.get("/en/accounts/login/").content.decode()
