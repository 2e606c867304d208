"""Floods from one address hold up nobody in a browser that is known, and no cookie opens a flood."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from selfservice.identity.second_factor.tests.factories import code, recovery_codes, with_factor
from selfservice.identity.tests.factories import PASSWORD, UserFactory
from selfservice.identity.throttles import known_devices
from selfservice.identity.throttles.tests.guessing import LOGIN, is_signed_in, known_browser, try_password

pytestmark = pytest.mark.django_db
STEP = "/en/accounts/second-factor/sign-in/"
PAGES = {
    "login": LOGIN,
    "signup": "/en/accounts/signup/",
    "reset_password": "/en/accounts/password/reset/",
    "password_strength": "/en/accounts/password/strength/",
}
MOST = 5


@pytest.fixture(autouse=True)
def low_limits(settings: Any) -> None:
    cache.clear()
    low = dict.fromkeys([*PAGES, "second_factor"], f"{MOST}/m/ip")
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, **low}


def post(client: Client, path: str, number: int = 0) -> int:
    return client.post(path, {"email": f"nobody-{number}@example.org"}).status_code


def flood(path: str, client: Client | None = None) -> list[int]:
    sender = client or Client()
    return [post(sender, path, number) for number in range(MOST + 3)]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_known_browser_is_not_refused_for_a_flood_of_its_neighbours(path: str) -> None:
    browser = known_browser(UserFactory.create())
    assert flood(path)[-1] == 429
    assert post(Client(), path) == 429, "other strangers at this address wait"
    assert post(browser, path) != 429


def test_its_owner_signs_in_with_password_and_code_in_spite_of_the_flood() -> None:
    user = UserFactory.create()
    browser = known_browser(user)
    with_factor(user)
    recovery_codes(user)
    stranger = Client()
    try_password(stranger, user.email, PASSWORD)
    assert flood(STEP, stranger)[-1] == 429
    flood(LOGIN)
    try_password(browser, user.email, PASSWORD)
    browser.post(STEP, {"code": code()})
    assert is_signed_in(browser)


def test_a_known_browser_has_a_limit_of_its_own_that_more_cookies_do_not_widen() -> None:
    user = UserFactory.create()
    first, second = known_browser(user), known_browser(user)
    cache.clear()
    assert flood(LOGIN, first)[-1] == 429
    assert post(second, LOGIN) == 429
    assert post(Client(), LOGIN) == 200, "nobody else is held up"


def test_forged_cookies_are_counted_by_address() -> None:
    good = known_browser(UserFactory.create()).cookies[known_devices.cookie_name()].value
    flood(LOGIN)
    for forged in (good[:-3] + "abc", "nonsense", "[]", f"x{good}"):
        client = Client()
        client.cookies[known_devices.cookie_name()] = forged
        assert post(client, LOGIN) == 429
