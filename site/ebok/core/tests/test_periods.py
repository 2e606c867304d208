"""Days and instants in Europe/Warsaw, also where the clock is moved."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ebok.core.periods import (
    day_bounds,
    day_in_short,
    day_in_words,
    from_local,
    instant_in_words,
    today,
    within_month,
)

AUTUMN, SPRING = date(2026, 10, 25), date(2027, 3, 28)


@pytest.mark.parametrize(
    ("utc", "polish"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "25 października 2026, 2:30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25 października 2026, 2:30"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=UTC), "25 października 2026, 3:30"),
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "28 marca 2027, 1:59"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "28 marca 2027, 3:00"),
    ],
)
def test_instants_in_words_follow_the_clock_on_the_wall(utc: datetime, polish: str) -> None:
    assert instant_in_words(utc, language="pl") == polish


def test_days_in_words() -> None:
    assert day_in_words(date(2026, 11, 21), language="pl") == "21 listopada 2026"
    assert day_in_words(date(2026, 11, 21), language="en") == "21 November 2026"


@pytest.mark.parametrize(("day", "hours"), [(AUTUMN, 25), (SPRING, 23), (date(2026, 11, 21), 24)])
def test_a_day_lasts_as_long_as_it_lasts_here(day: date, hours: int) -> None:
    start, end = day_bounds(day)
    assert end - start == timedelta(hours=hours)
    assert (start.tzinfo, end.tzinfo) == (UTC, UTC)


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        (datetime(2026, 10, 24, 21, 59, tzinfo=UTC), date(2026, 10, 24)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), AUTUMN),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), AUTUMN),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
        (datetime(2027, 3, 27, 22, 59, tzinfo=UTC), date(2027, 3, 27)),
        (datetime(2027, 3, 27, 23, 0, tzinfo=UTC), SPRING),
        (datetime(2027, 3, 28, 21, 59, tzinfo=UTC), SPRING),
        (datetime(2027, 3, 28, 22, 0, tzinfo=UTC), date(2027, 3, 29)),
    ],
)
def test_today_changes_at_midnight_in_warsaw(utc: datetime, day: date, time_machine) -> None:
    time_machine.move_to(utc, tick=False)
    assert today() == day
    start, end = day_bounds(day)
    assert start <= utc < end


def test_an_hour_that_comes_twice_means_its_first_time() -> None:
    assert from_local(datetime(2026, 10, 25, 2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_an_hour_that_never_comes_means_the_moment_the_clock_jumps() -> None:
    assert from_local(datetime(2027, 3, 28, 2, 30)) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert from_local(datetime(2027, 3, 28, 2, 0)) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert from_local(datetime(2027, 3, 28, 3, 0)) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("local", "instant"),
    [
        (datetime(2026, 11, 25, 8), datetime(2026, 11, 25, 7, tzinfo=UTC)),
        (datetime(2026, 7, 1, 8), datetime(2026, 7, 1, 6, tzinfo=UTC)),
        (datetime(2026, 10, 25, 3, 0), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
)
def test_every_other_time_means_itself(local: datetime, instant: datetime) -> None:
    assert from_local(local) == instant


@given(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1)))
def test_the_clock_shows_the_time_or_has_just_passed_it(local: datetime) -> None:
    local = local.replace(microsecond=0, fold=0)
    shown = timezone.localtime(from_local(local)).replace(tzinfo=None, fold=0)
    assert timedelta(0) <= shown - local < timedelta(hours=1)


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2050, 1, 1)))
def test_a_time_on_the_wall_is_never_moved_backwards_by_reading_it(local: datetime) -> None:
    later = local + timedelta(minutes=1)
    assert from_local(local) <= from_local(later)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2050, 1, 1)))
def test_days_follow_each_other_without_gap_or_overlap(day: date) -> None:
    assert day_bounds(day)[1] == day_bounds(day + timedelta(days=1))[0]


def test_a_month_in_which_something_happens() -> None:
    assert within_month(date(2026, 2, 7), language="pl") == "w lutym 2026"
    assert within_month(date(2026, 9, 7), language="pl") == "we wrześniu 2026"
    assert within_month(date(2026, 11, 7), language="en") == "in November 2026"


def test_a_short_day_of_may_stands_in_its_case() -> None:
    assert day_in_short(date(2026, 5, 7), language="pl") == "7 maja 2026"
    assert day_in_short(date(2026, 11, 7), language="pl") == "7 lis 2026"
