"""Ways out of the lock: a letter, a clerk, a new password."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client

from ebok.audit.models import AuditEntry
from ebok.outbox.models import Job
from ebok.outbox.working import drain
from selfservice.identity import letters
from selfservice.identity.models import User
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import PASSWORD, UserFactory, person
from selfservice.identity.throttles import opening
from selfservice.identity.throttles.models import Tries
from selfservice.identity.throttles.rules import SIGN_IN
from selfservice.identity.throttles.tests.guessing import is_signed_in, lock, try_password

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


class TestLetter:
    def link(self) -> str:
        for job in Job.objects.filter(kind=letters.KIND):
            letters.deliver(job.payload)
        found = re.search(r"http://localhost:8000(/en/accounts/open/\S+)", str(mail.outbox[-1].body))
        assert found
        return found[1]

    def test_its_link_opens_the_lock_in_this_browser_for_good(self, user: User, clock: Any) -> None:
        lock(user.email, clock)
        link, browser = self.link(), Client()
        assert b"nobody can lock you out again" in browser.get(link).content
        assert Tries.objects.exists(), "reading the page opens nothing"
        browser.post(link)
        assert not Tries.objects.exists()
        lock(user.email, clock)
        try_password(browser, user.email, PASSWORD)
        assert is_signed_in(browser)
        assert AuditEntry.objects.filter(action="throttles.opened", actor_id=str(user.pk)).exists()

    @pytest.mark.long
    def test_one_letter_a_lock(self, user: User, clock: Any) -> None:
        lock(user.email, clock)
        for _lock in range(3):
            clock.shift(SIGN_IN.longest_lock)
            try_password(Client(), user.email, "wrong")
        assert Job.objects.filter(key__startswith="throttles.locked").count() == 1

    def test_it_is_void_after_the_next_sign_in(self, user: User, clock: Any) -> None:
        lock(user.email, clock)
        link = self.link()
        clock.shift(SIGN_IN.longest_lock)
        try_password(Client(), user.email, PASSWORD)
        page = Client().post(link)
        assert page.status_code == 404
        assert b"no longer valid" in page.content

    @pytest.mark.parametrize("path", ["zzz/abc", "1/abc-def", "--/x", "99999999999999999999/x-y"])
    def test_invented_links_open_nothing(self, path: str) -> None:
        assert Client().get(f"/en/accounts/open/{path}/").status_code == 404


def test_a_clerk_opens_the_lock_with_a_reason(user: User, clock: Any) -> None:
    lock(user.email, clock)
    clerk = person(Role.CLERK)
    opening.open_by_clerk(user=user, clerk=clerk, reason="called from the number we know")
    client = Client()
    try_password(client, user.email, PASSWORD)
    assert is_signed_in(client)
    entry = AuditEntry.objects.get(action="throttles.opened")
    assert (entry.actor_id, entry.reason) == (str(clerk.pk), "called from the number we know")


def test_nobody_else_opens_locks(user: User) -> None:
    with pytest.raises(PermissionError):
        opening.open_by_clerk(user=user, clerk=UserFactory.create(), reason="please")


@pytest.mark.long
def test_a_new_password_opens_the_lock(user: User, clock: Any) -> None:
    lock(user.email, clock)
    client = Client()
    client.post("/en/accounts/password/reset/", {"email": user.email})
    drain()
    found = re.search(r"http://\S+?(/en/accounts/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert found
    form = client.get(found[1], follow=True)
    new = "zielony most przy lesie"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    try_password(client, user.email, new)
    assert is_signed_in(client)


@pytest.mark.parametrize("way", ["letter", "clerk"])
def test_a_lock_that_opens_unrecorded_stays_shut(user: User, clock: Any, way: str) -> None:
    lock(user.email, clock)
    recorder = "record_own" if way == "letter" else "record"
    with mock.patch.object(opening, recorder, side_effect=OSError), pytest.raises(OSError):
        if way == "letter":
            opening.open_by_letter(user=user)
        else:
            opening.open_by_clerk(user=user, clerk=person(Role.CLERK), reason="He called.")
    assert opening.locked_until(user=user)
