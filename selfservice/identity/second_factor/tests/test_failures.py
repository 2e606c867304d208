"""Wrong codes of a day are told of, whatever right ones lie between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from ebok.core.models import Alarm
from ebok.outbox.models import Job
from selfservice.identity.models import User
from selfservice.identity.second_factor.errors import WrongCode
from selfservice.identity.second_factor.failures import GUESSING
from selfservice.identity.second_factor.tests.factories import code, with_factor, wrong_code
from selfservice.identity.second_factor.verification import verify
from selfservice.identity.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
MOST, IN_A_ROW = 50, 5


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as frozen:
        yield frozen


def people(count: int) -> list[User]:
    found = UserFactory.create_batch(count)
    for user in found:
        with_factor(user)
    return found


def fail_and_succeed(user: User, clock: Any) -> None:
    """Some wrong codes, and the right one of the owner, which begins the count in a row anew."""
    for _time in range(IN_A_ROW):
        clock.shift(60)
        with pytest.raises(WrongCode):
            verify(user=user, code=wrong_code())
    clock.shift(60)
    verify(user=user, code=code())


def alarms() -> set[str]:
    return set(Alarm.objects.filter(code=GUESSING).values_list("key", flat=True))


def letters() -> int:
    return Job.objects.filter(key__startswith=GUESSING).count()


def test_fifty_of_one_person_raise_an_alarm_though_right_ones_lie_between(clock: Any, settings: Any) -> None:
    settings.SECOND_FACTOR_FAILURES_A_DAY = {"person": MOST, "site": 10 * MOST}
    (user,) = people(1)
    for _round in range(MOST // IN_A_ROW - 1):
        fail_and_succeed(user, clock)
    assert (alarms(), letters()) == (set(), 0)
    fail_and_succeed(user, clock)
    assert (alarms(), letters()) == ({str(user.pk)}, 1)
    fail_and_succeed(user, clock)
    assert letters() == 1, "one letter a day"


def test_fifty_of_all_people_raise_an_alarm_and_nobody_gets_a_letter(clock: Any) -> None:
    for user in people(MOST // IN_A_ROW - 1):
        fail_and_succeed(user, clock)
    assert alarms() == set()
    fail_and_succeed(*people(1), clock)
    assert (alarms(), letters()) == ({"everybody"}, 0)


@pytest.mark.long
def test_what_is_older_than_a_day_does_not_count(clock: Any) -> None:
    (user,) = people(1)
    for _round in range(2 * MOST // IN_A_ROW):
        fail_and_succeed(user, clock)
        clock.shift(timedelta(hours=3))
    assert alarms() == set()
