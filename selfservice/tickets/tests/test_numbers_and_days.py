"""Numbers that people can say, and days that the law counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfservice.tickets.deadlines import due_on, is_day_off
from selfservice.tickets.signatures import ALPHABET, as_written, new_signature

DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))


@given(st.text(ALPHABET, min_size=10, max_size=10), st.sampled_from(["", " ", "-", "."]), st.booleans())
def test_a_number_is_found_however_it_is_typed(signs: str, between: str, is_small: bool) -> None:
    typed = between.join(["Z", signs[:3], signs[3:]])
    assert as_written(typed.lower() if is_small else typed) == f"Z-{signs[:5]}-{signs[5:]}"


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_number_or_nothing(typed: str) -> None:
    number = as_written(typed)
    assert number == "" or as_written(number) == number


def test_numbers_do_not_repeat() -> None:
    numbers = {new_signature() for _each in range(1000)}
    assert len(numbers) == 1000 and all(as_written(number) == number for number in numbers)


@given(DAYS, st.integers(1, 60))
def test_a_deadline_is_never_early_never_on_a_day_off_and_never_late_for_nothing(
    day: date, days: int
) -> None:
    end, last = due_on(received_on=day, days=days), day + timedelta(days=days)
    assert end >= last and not is_day_off(end)
    assert all(is_day_off(last + timedelta(days=more)) for more in range((end - last).days))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 10, 28), date(2026, 11, 12)),  # 11 November
        (date(2026, 12, 11), date(2026, 12, 28)),  # Christmas on Friday and Saturday, then a Sunday
        (date(2026, 3, 23), date(2026, 4, 7)),  # Easter Monday
        (date(2026, 1, 7), date(2026, 1, 21)),
    ],
)
def test_days_off_by_polish_law_are_known(received: date, due: date) -> None:
    assert due_on(received_on=received, days=14) == due
