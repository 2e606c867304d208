"""What is limited by the hour: exact among rivals, an hour long, and nobody can be read from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
import time_machine

from ebok.core import hourly
from ebok.core.models import HourlyCount

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def use(*, subject: str = "192.0.2.7", most: int = 2, by: int = 1) -> bool:
    return hourly.within(what="test.letters", subject=subject, most=most, by=by)


def test_only_so_many_are_let_through_and_others_beside_are_not_held_up(clock: Any) -> None:
    assert [use() for _time in range(4)] == [True, True, False, False]
    assert use(subject="192.0.2.8")
    assert hourly.within(what="test.others", subject="192.0.2.7", most=2)


def test_a_pause_within_the_hour_forgets_nothing(clock: Any) -> None:
    assert use() and use()
    clock.shift(timedelta(minutes=59))
    assert not use()
    clock.shift(timedelta(minutes=1))
    assert use()


def test_several_at_once_are_taken_whole_or_not_at_all(clock: Any) -> None:
    assert use(most=5, by=3)
    assert not use(most=5, by=3)
    assert use(most=5, by=2)
    assert not use(subject="192.0.2.8", most=5, by=6)


def test_a_rival_between_the_look_and_the_count_is_not_overwritten(clock: Any) -> None:
    use(most=2)
    look = HourlyCount.objects.get_or_create

    def look_while_a_rival_counts(**place: Any) -> Any:
        found = look(**place)
        HourlyCount.objects.update(count=2)
        return found

    with mock.patch.object(HourlyCount.objects, "get_or_create", look_while_a_rival_counts):
        assert not use(most=2)


def test_who_it_was_cannot_be_read(clock: Any) -> None:
    use()
    assert "192.0.2.7" not in str(HourlyCount.objects.values())


def test_hours_that_are_over_are_forgotten(clock: Any) -> None:
    use()
    assert hourly.tidy() == 0
    clock.shift(timedelta(hours=1))
    assert hourly.tidy() == 1
