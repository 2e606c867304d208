"""People see where they are signed in and end what is not theirs; a new secret ends the other sessions."""

from __future__ import annotations

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ebok.audit.models import AuditEntry
from selfservice.identity.devices.models import OpenSession
from selfservice.identity.devices.services import end_all, forget_expired, sessions_of
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import PASSWORD, UserFactory, person

pytestmark = pytest.mark.django_db
PAGE = "/en/accounts/devices/"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
NEW_PASSWORD = "quite-other-words-for-tests-2"


def signed_in(user, *, browser: str = PHONE, address: str = "203.0.113.9") -> Client:
    client = Client(headers={"user-agent": browser}, REMOTE_ADDR=address)
    answer = client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def test_the_list_says_device_place_and_which_one_is_this() -> None:
    user = UserFactory()
    signed_in(user)
    here = signed_in(user, browser="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0", address="198.51.100.7")
    text = here.get(PAGE).content.decode()
    assert "Chrome on Android" in text and "another network (203.0.113.9)" in text
    assert text.index("Firefox on Windows") < text.index("this device") < text.index("Chrome on Android")


def test_nobody_sees_sessions_of_somebody_else() -> None:
    signed_in(UserFactory())
    mine = signed_in(UserFactory(), browser="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
    assert "Android" not in mine.get(PAGE).content.decode()


def test_a_session_is_ended_at_once_and_by_its_owner_only() -> None:
    user = UserFactory()
    phone, here, stranger = signed_in(user), signed_in(user), signed_in(UserFactory())
    other = next(one for one in sessions_of(user=user, this_key=here.session.session_key) if not one.is_this)
    stranger.post(f"{PAGE}end/{other.handle}/")
    assert is_in(phone)
    here.post(f"{PAGE}end/{other.handle}/")
    assert not is_in(phone) and is_in(here)
    entry = AuditEntry.objects.get(action="devices.session_ended")
    assert (entry.actor_id, entry.details) == (str(user.pk), {"sessions": 1})


def test_ending_twice_is_answered_kindly() -> None:
    here = signed_in(UserFactory())
    assert "had already ended" in here.post(f"{PAGE}end/{'0' * 32}/", follow=True).content.decode()


def test_no_page_shows_a_key_that_opens_a_session() -> None:
    user = UserFactory()
    phone, here = signed_in(user), signed_in(user)
    assert phone.session.session_key not in here.get(PAGE).content.decode()


def test_all_others_end_and_this_one_stays() -> None:
    user = UserFactory()
    others, here = [signed_in(user), signed_in(user)], signed_in(user)
    here.post(f"{PAGE}end-others/")
    assert not any(map(is_in, others)) and is_in(here)


def test_a_changed_password_ends_the_others() -> None:
    user = UserFactory()
    phone, here = signed_in(user), signed_in(user)
    here.post(
        "/en/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )
    # Django would refuse the other at its next request only; until then it would stand in the list.
    assert [one.is_this for one in sessions_of(user=user, this_key=here.session.session_key)] == [True]
    assert not is_in(phone) and is_in(here)


def test_a_session_ended_while_its_page_was_open_does_not_come_back() -> None:
    user = UserFactory()
    phone = signed_in(user)
    end_all(user=user, actor=None)
    assert phone.post(f"{PAGE}extend/").json() == {"idle": 0, "absolute": 0}
    assert not OpenSession.objects.filter(user=user).exists()


@pytest.mark.parametrize("role", [Role.CLERK, Role.EDITOR, Role.MODERATOR])
def test_an_idle_session_of_the_office_stands_in_no_list(client: Client, role: Role) -> None:
    user = person(role)
    with time_machine.travel("2026-11-21T08:00:00+01:00", tick=False) as clock:
        client.force_login(user)
        assert len(sessions_of(user=user)) == 1
        clock.shift(15 * 60 + 1)
        assert sessions_of(user=user) == []


def test_expired_sessions_are_forgotten_and_open_ones_kept() -> None:
    signed_in(UserFactory())
    OpenSession.objects.create(session_key="old", session_data="", expire_date="2020-01-01T00:00:00Z")
    assert (forget_expired(), OpenSession.objects.count()) == (1, 1)


def test_a_long_list_costs_as_many_queries_as_a_short_one() -> None:
    user = UserFactory()
    here = signed_in(user)
    here.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        here.get(PAGE)
    for _times in range(5):
        signed_in(user)
    with CaptureQueriesContext(connection) as many:
        here.get(PAGE)
    assert len(few) == len(many) <= 6
