"""Everybody sees what happened to his own sign-in, and hears once of a new device."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from ebok.audit.actions import registered
from ebok.audit.services import record
from ebok.core.context import RequestContext, entered
from ebok.core.row_places import PAGE_SIZE
from ebok.outbox.models import Job
from selfservice.identity import office_acts
from selfservice.identity.devices.history import SHOWN
from selfservice.identity.devices.places import place_in_words
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import PASSWORD, UserFactory, person

pytestmark = pytest.mark.django_db
PAGE = "/en/accounts/devices/history/"


def try_in(client: Client, user, password: str = PASSWORD) -> None:
    client.post("/en/accounts/login/", {"login": user.email, "password": password})


def letters() -> int:
    return Job.objects.filter(key__startswith="devices.new_device").count()


def test_successes_and_failures_stand_there_with_device_and_address() -> None:
    user = UserFactory()
    thief = Client(headers={"user-agent": "Opera OPR/9 on Linux"}, REMOTE_ADDR="198.51.100.66")
    try_in(thief, user, "a wrong word 1")
    mine = Client(headers={"user-agent": "Mozilla (iPhone) Safari"}, REMOTE_ADDR="203.0.113.9")
    try_in(mine, user)
    text = mine.get(PAGE).content.decode()
    assert "Failed to sign in" in text and "Opera on Linux" in text and "198.51.100.66" in text
    assert "Safari on iPhone" in text and "the network that you use now" in text


def test_an_end_by_the_time_limit_stands_there(client: Client) -> None:
    user = UserFactory()
    with time_machine.travel("2026-11-21T08:00:00+01:00", tick=False) as clock:
        client.force_login(user)
        clock.shift(timedelta(minutes=31))
        client.get(PAGE)
        client.force_login(user)
        assert "Was signed out after the time limit" in client.get(PAGE).content.decode()


def test_acts_of_the_office_stand_there_without_its_address(client: Client) -> None:
    user = UserFactory()
    with entered(RequestContext(address="198.51.100.7")):
        office_acts.end_sessions(user=user, actor=person(Role.CLERK), reason="asked at the desk")
    client.force_login(user)
    text = client.get(PAGE).content.decode()
    assert "Ended all other sessions" in text and "by the office" in text and "198.51.100.7" not in text


def test_nothing_of_somebody_else_stands_there(client: Client) -> None:
    try_in(Client(), UserFactory(), "a wrong word 1")
    client.force_login(UserFactory())
    assert "Failed to sign in" not in client.get(PAGE).content.decode()


def test_every_event_shown_is_one_that_the_log_knows() -> None:
    assert set(SHOWN) <= set(registered())


def test_the_history_is_walked_page_by_page(client: Client) -> None:
    user = UserFactory()
    for _times in range(PAGE_SIZE * 2):
        record(action="identity.sign_in_failed", object_type="user", object_id=str(user.pk))
    client.force_login(user)  # one more event
    url, seen = PAGE, 0
    while url:
        answer = client.get(url)
        seen += len(answer.context["lines"])
        older = answer.context["older_url"]
        url = f"{PAGE}{older}" if older else ""
    assert seen == PAGE_SIZE * 2 + 1


@pytest.mark.parametrize("place", ["x", "-1", "9" * 30, "1' OR 1=1"])
def test_an_invented_place_in_the_history_is_not_there(client: Client, place: str) -> None:
    client.force_login(UserFactory())
    assert client.get(PAGE, {"before": place}).status_code == 404


def test_a_new_device_is_told_by_letter_once() -> None:
    user = UserFactory()
    home, phone = Client(), Client()
    try_in(home, user)
    assert letters() == 0, "at the very first sign-in every browser is new"
    try_in(phone, user)
    assert letters() == 1
    phone.post("/en/accounts/logout/")
    try_in(phone, user)
    try_in(home, user)
    assert letters() == 1


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("203.0.113.200", "the network that you use now (203.0.113.200)"),
        ("198.51.100.1", "another network (198.51.100.1)"),
        ("10.1.2.3", "an internal network (10.1.2.3)"),
        ("2001:4860::1", "another network (2001:4860::1)"),
        ("", "unknown network"),
        ("nonsense", "another network (nonsense)"),
    ],
)
def test_places_are_told_in_words(address: str, words: str) -> None:
    from django.utils import translation

    with translation.override("en"):
        assert place_in_words(address, here="203.0.113.9") == words
