"""A new SECRET_KEY, with the old one among SECRET_KEY_FALLBACKS, signs nobody out and forgets no browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from ebok.outbox.models import Job
from selfservice.identity.second_factor.tests.factories import code, with_factor
from selfservice.identity.tests.factories import PASSWORD, UserFactory
from selfservice.identity.throttles import known_devices, opening
from selfservice.identity.throttles.models import Tries
from selfservice.identity.throttles.tests.guessing import is_signed_in, known_browser, lock, try_password

pytestmark = pytest.mark.django_db
PAGE, STEP = "/en/accounts/devices/", "/en/accounts/second-factor/sign-in/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    cache.clear()
    with time_machine.travel(datetime(2026, 11, 21, 12, 0, tzinfo=UTC), tick=False) as frozen:
        yield frozen


def change_key(settings: Any, *, keep_old: bool = True) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] if keep_old else []
    settings.SECRET_KEY = "another secret key of sufficient length 0123456789"


@pytest.mark.parametrize("keep_old", [True, False])
def test_sessions_go_on_while_the_old_key_stands(client: Client, settings: Any, keep_old: bool) -> None:
    try_password(client, UserFactory.create().email, PASSWORD)
    change_key(settings, keep_old=keep_old)
    assert (client.get(PAGE).status_code == 200) is keep_old


@pytest.mark.long
@pytest.mark.parametrize("keep_old", [True, False])
def test_a_known_browser_stays_known_and_brings_no_letter(settings: Any, clock: Any, keep_old: bool) -> None:
    user = UserFactory.create()
    browser = known_browser(user)
    try_password(browser, user.email, PASSWORD)
    browser.post("/en/accounts/logout/")
    change_key(settings, keep_old=keep_old)
    lock(user.email, clock)
    try_password(browser, user.email, PASSWORD)
    assert is_signed_in(browser) is keep_old, "strangers cannot lock its owner out"
    assert not Job.objects.filter(key__startswith="devices.new_device").exists()


@pytest.mark.long
def test_a_known_browser_stays_known_when_the_old_key_is_taken_away(settings: Any, clock: Any) -> None:
    user = UserFactory.create()
    browser = known_browser(user)
    change_key(settings)
    try_password(browser, user.email, PASSWORD)
    browser.post("/en/accounts/logout/")
    settings.SECRET_KEY_FALLBACKS = []
    lock(user.email, clock)
    try_password(browser, user.email, PASSWORD)
    assert is_signed_in(browser)


def test_a_person_takes_one_place_in_the_cookie_whatever_the_keys(settings: Any, rf: Any) -> None:
    user = UserFactory.create()
    browser = known_browser(user)
    change_key(settings)
    try_password(browser, user.email, PASSWORD)
    request = rf.get("/")
    request.COOKIES = {name: cookie.value for name, cookie in browser.cookies.items()}
    known = known_devices._read(request)
    assert known and len(known.subjects) == 1


@pytest.mark.parametrize("keep_old", [True, False])
def test_a_trusted_browser_stays_trusted(client: Client, settings: Any, keep_old: bool) -> None:
    user = UserFactory.create()
    with_factor(user)
    try_password(client, user.email, PASSWORD)
    client.post(STEP, {"code": code(), "trust": "on"})
    client.post(reverse("account_logout"))
    change_key(settings, keep_old=keep_old)
    try_password(client, user.email, PASSWORD)
    assert is_signed_in(client) is keep_old


@pytest.mark.parametrize("keep_old", [True, False])
def test_the_letter_about_a_lock_still_opens_it(
    client: Client, settings: Any, clock: Any, keep_old: bool
) -> None:
    user = UserFactory.create()
    link = opening.link_for(user)
    change_key(settings, keep_old=keep_old)
    lock(user.email, clock)
    assert client.post(link).status_code == (302 if keep_old else 404)
    assert Tries.objects.exists() is not keep_old
