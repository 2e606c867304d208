"""The lock of the sign-in, through the front door."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory

from ebok.audit.models import AuditEntry
from ebok.outbox.models import Job
from ebok.outbox.working import drain
from selfservice.identity.models import User
from selfservice.identity.tests.factories import PASSWORD, UserFactory
from selfservice.identity.throttles import counters, known_devices, sign_in
from selfservice.identity.throttles.rules import SIGN_IN
from selfservice.identity.throttles.tests.guessing import is_signed_in, known_browser, lock, try_password

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TOWN = "203.0.113.7"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    cache.clear()
    with time_machine.travel(NOON, tick=False) as frozen:
        yield frozen


@pytest.fixture
def user() -> User:
    return UserFactory.create(language="en")


def test_three_wrong_passwords_cost_nothing(user: User) -> None:
    client = Client()
    for _try in range(3):
        try_password(client, user.email, "wrong")
    try_password(client, user.email, PASSWORD)
    assert is_signed_in(client)


def test_after_four_even_the_right_one_waits(user: User, clock: Any) -> None:
    client = Client()
    for _try in range(4):
        try_password(client, user.email, "wrong")
    page = try_password(client, user.email, PASSWORD)
    assert b"Too many wrong tries. Wait 3 seconds" in page.content
    assert not is_signed_in(client)
    clock.shift(3)
    try_password(client, user.email, PASSWORD)
    assert is_signed_in(client)


def test_ten_lock_strangers_out_and_the_lock_opens_by_itself(user: User, clock: Any) -> None:
    page = lock(user.email, clock)
    assert b"closed for 16 minutes" in page.content
    clock.shift(SIGN_IN.lock + timedelta(seconds=1))
    client = Client()
    try_password(client, user.email, PASSWORD)
    assert is_signed_in(client)


def test_without_the_lock_the_eleventh_guess_would_get_in(user: User, clock: Any) -> None:
    with mock.patch.object(counters, "take", return_value=1):
        lock(user.email, clock, client := Client())
    assert is_signed_in(client)


def test_neither_another_address_nor_forged_headers_give_new_tries(
    user: User, clock: Any, settings: Any
) -> None:
    lock(user.email, clock)
    for number, header in enumerate(["X-Forwarded-For", "Forwarded", "CF-Connecting-IP", "X-Real-IP"]):
        client = Client(headers={header: f"198.51.100.{number}"}, REMOTE_ADDR=f"192.0.2.{number}")
        try_password(client, user.email, PASSWORD)
        assert not is_signed_in(client)


def test_spellings_of_the_address_give_no_new_tries(clock: Any) -> None:
    user = UserFactory.create(email="jozef@example.org")
    lock(user.email, clock)
    for spelling in ("JOZEF@example.org", " jozef@example.org ", "Jozef@EXAMPLE.org"):
        client = Client()
        try_password(client, spelling, PASSWORD)
        assert not is_signed_in(client)


def test_a_known_browser_still_gets_in_while_strangers_are_locked_out(user: User, clock: Any) -> None:
    browser = known_browser(user)
    lock(user.email, clock)
    try_password(browser, user.email, PASSWORD)
    assert is_signed_in(browser)


def test_a_known_browser_has_no_endless_tries_either(user: User, clock: Any) -> None:
    browser = known_browser(user)
    assert b"closed for" in lock(user.email, clock, browser).content


def test_the_owner_signing_in_gives_guessers_no_new_tries(user: User, clock: Any) -> None:
    browser = known_browser(user)
    attacker = Client()
    for _try in range(3):
        try_password(attacker, user.email, "wrong")
        try_password(browser, user.email, PASSWORD)
        browser.post("/en/accounts/logout/")
    try_password(attacker, user.email, "wrong")
    assert b"Wait" in try_password(attacker, user.email, "wrong").content


def test_the_owner_signing_in_elsewhere_gives_guessers_no_new_tries(user: User, clock: Any) -> None:
    attacker = Client()
    for _try in range(3):
        try_password(attacker, user.email, "wrong")
    try_password(Client(), user.email, PASSWORD)
    try_password(attacker, user.email, "wrong")
    assert b"Wait" in try_password(attacker, user.email, "wrong").content


def test_ones_own_success_gives_no_new_tries_at_others(user: User, clock: Any) -> None:
    attacker, own = Client(), UserFactory.create()
    for _try in range(4):
        try_password(attacker, user.email, "wrong")
    try_password(attacker, own.email, PASSWORD)
    attacker.post("/en/accounts/logout/")
    assert b"Wait" in try_password(attacker, user.email, PASSWORD).content


@pytest.mark.long
def test_a_forged_or_foreign_cookie_makes_no_known_browser(user: User, clock: Any) -> None:
    stranger = known_browser(UserFactory.create())
    lock(user.email, clock)
    name = known_devices.cookie_name()
    good = stranger.cookies[name].value
    for forged in (good, good[:-3] + "abc", "nonsense", "[]"):
        client = Client()
        client.cookies[name] = forged
        try_password(client, user.email, PASSWORD)
        assert not is_signed_in(client)


def test_the_cookie_names_nobody_and_is_out_of_reach_of_scripts(user: User) -> None:
    cookie = known_browser(user).cookies[known_devices.cookie_name()]
    assert user.email.split("@")[0] not in cookie.value
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


@pytest.mark.long
def test_people_who_share_a_browser_are_all_known_there(clock: Any) -> None:
    family = [UserFactory.create() for _person in range(3)]
    browser = Client()
    for member in family:
        try_password(browser, member.email, PASSWORD)
        browser.post("/en/accounts/logout/")
    lock(family[0].email, clock)
    try_password(browser, family[0].email, PASSWORD)
    assert is_signed_in(browser)


@pytest.mark.long
def test_one_address_never_closes_a_town(clock: Any) -> None:
    for number in range(sign_in.SUSPICIOUS_SUBJECTS + 10):
        try_password(Client(), f"nobody-{number}@example.org", "wrong", REMOTE_ADDR=TOWN)
    resident = UserFactory.create()
    client = Client()
    try_password(client, resident.email, PASSWORD, REMOTE_ADDR=TOWN)
    attempt = sign_in.before_password_check(request=None, login=resident.email)
    assert attempt.number == 1, "nothing of the flood counts against the resident"


@pytest.mark.long
def test_failures_for_many_people_make_an_address_suspicious_and_no_other(rf: RequestFactory) -> None:
    request, other = rf.get("/", REMOTE_ADDR=TOWN), rf.get("/", REMOTE_ADDR="198.51.100.1")
    for number in [*range(sign_in.SUSPICIOUS_SUBJECTS), 0, 0]:
        try_password(Client(), f"nobody-{number}@example.org", "wrong", REMOTE_ADDR=TOWN)
    assert not sign_in.is_suspicious(request)
    try_password(Client(), "one-more@example.org", "wrong", REMOTE_ADDR=TOWN)
    assert sign_in.is_suspicious(request)
    assert not sign_in.is_suspicious(other)


@pytest.mark.long
def test_the_lock_looks_the_same_for_addresses_that_nobody_has(user: User, clock: Any) -> None:
    pages = []
    for email in (user.email, "nobody-at-all@example.org"):
        clock.move_to(NOON)
        text = lock(email, clock).content.decode().replace(email, "ADDRESS")
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|[0-9a-f]{32}', "", text))
    assert pages[0] == pages[1]
    assert Job.objects.filter(key__startswith="throttles.locked").count() == 2
    assert AuditEntry.objects.filter(action="throttles.locked").count() == 2


def test_the_lock_costs_as_many_queries_for_nobody(user: User, clock: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for email in (user.email, "nobody-at-all@example.org"):
        clock.move_to(NOON)
        with CaptureQueriesContext(connection) as queries:
            for _try in range(4):
                try_password(Client(), email, "wrong")
        counts.append(len(queries))
    assert abs(counts[0] - counts[1]) <= 4, "at most one query a try, the check of the known user's password"


def test_a_password_found_leaked_at_sign_in_leads_to_a_letter_and_no_session(
    user: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils import timezone

    from selfservice.identity.passwords import leaks
    from selfservice.identity.passwords.models import PasswordRecheck

    settings.BREACHED_PASSWORDS = "online"
    monkeypatch.setattr(leaks, "_ask", lambda password, *, mode: 5)
    PasswordRecheck.objects.create(user=user, asked_at=timezone.now())
    client = Client()
    page = try_password(client, user.email, PASSWORD)
    assert b"Your password must be changed" in page.content
    assert not is_signed_in(client)
    drain()
    assert "/password/reset/key/" in str(mail.outbox[-1].body)


def test_a_look_alike_address_of_ones_own_gives_no_new_tries_at_somebody_elses(clock: Any) -> None:
    """`gmaíl.com` counts with `gmail.com`, but whoever owns the one must not begin anew at the other."""
    victim = UserFactory.create(email="jan@mail.example")
    thief = UserFactory.create(email="jan@maíl.example")
    browser = known_browser(thief)
    for _try in range(SIGN_IN.locks_at):
        clock.shift(SIGN_IN.longest_pause + timedelta(seconds=1))
        try_password(browser, thief.email, PASSWORD)
        browser.post("/en/accounts/logout/")
        try_password(browser, victim.email, "wrong")
    assert b"closed for" in try_password(browser, victim.email, PASSWORD).content
