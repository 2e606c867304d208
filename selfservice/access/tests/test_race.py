"""Owners who leave, and helpers who come, at the same moment on PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from unittest import mock

import pytest
from django.db import connection

from selfservice.access import ending, services
from selfservice.access.invitations import services as invitations
from selfservice.access.invitations.errors import InvitationOver
from selfservice.access.invitations.tests.factories import invitation_by
from selfservice.access.models import AccountAccess
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import AccountFactory, FeedFactory
from selfservice.identity.tests.factories import UserFactory

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(databases=["default", "exchange"], transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'"),
]
LONG_ENOUGH = 2


class Meeting:
    """Both have written before one looks, and looked before one ends, as far as nothing makes them wait."""

    def __init__(self) -> None:
        self._written, self._looked = threading.Barrier(2), threading.Barrier(2)

    def wait_until_written(self) -> None:
        with suppress(threading.BrokenBarrierError):
            self._written.wait(LONG_ENOUGH)

    def wait_until_looked(self) -> None:
        with suppress(threading.BrokenBarrierError):
            self._looked.wait(LONG_ENOUGH)


@pytest.fixture
def meeting() -> Iterator[Meeting]:
    meeting, look, give = Meeting(), ending.end_helpers_left_alone, invitations._give

    def look_together(**facts: Any) -> None:
        meeting.wait_until_written()
        look(**facts)
        meeting.wait_until_looked()

    def give_after_the_look(*given: Any, **facts: Any) -> AccountAccess | None:
        meeting.wait_until_looked()
        return give(*given, **facts)

    with (
        mock.patch.object(ending, "end_helpers_left_alone", look_together),
        mock.patch.object(invitations, "_give", give_after_the_look),
    ):
        yield meeting


def at_once(*acts: Callable[[], object]) -> None:
    def run(act: Callable[[], object]) -> None:
        try:
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)


def leave(access: AccountAccess) -> Callable[[], None]:
    return lambda: ending.end_access(access=access, actor=access.user, reason="given up")


def helpers_left(account_no: str) -> int:
    return AccountAccess.objects.filter(account_no=account_no, role="delegate", revoked_at=None).count()


@pytest.mark.parametrize("held", [True, False], ids=["held", "not held"])
def test_of_two_owners_who_leave_at_once_one_is_the_last(held: bool, meeting: Meeting) -> None:
    one, other = AccessFactory(), AccessFactory()
    AccessFactory(delegate=True)
    with mock.patch.object(ending, "hold_accounts", services.hold_accounts if held else mock.Mock()):
        at_once(leave(one), leave(other))
    assert helpers_left("100245") == (0 if held else 1)


@pytest.mark.parametrize("held", [True, False], ids=["held", "not held"])
def test_nobody_comes_to_help_an_owner_who_leaves_at_that_moment(held: bool, meeting: Meeting) -> None:
    FeedFactory()
    AccountFactory(account_no="100245")
    owner, helper = AccessFactory(), UserFactory(email="helper@example.org")
    invitation = invitation_by(owner)

    def come() -> None:
        meeting.wait_until_written()
        with suppress(InvitationOver):
            invitations.accept(invitation=invitation, user=helper)

    with mock.patch.object(invitations, "hold_accounts", services.hold_accounts if held else mock.Mock()):
        at_once(leave(owner), come)
    assert helpers_left("100245") == (0 if held else 1)
