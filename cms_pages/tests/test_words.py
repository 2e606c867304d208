"""Times in words, and the nights when clocks change."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.utils import translation

from cms_pages.form_fields import OfficeDateTimeField
from cms_pages.words import soon_in_words
from ebok.core.windows import moment_in_words, window_in_words


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("2026-11-25 08:00", datetime(2026, 11, 25, 7, tzinfo=UTC)),
        ("2026-10-25 02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # twice: the first time
        ("2027-03-28 02:30", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),  # never: when clocks jump
    ],
)
def test_editors_type_what_the_clock_on_the_wall_shows(typed: str, instant: datetime) -> None:
    assert OfficeDateTimeField().to_python(typed) == instant


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Wednesday 25 November 2026 at 8:00"),
        ("pl", "środa, 25 listopada 2026, godz. 8:00"),
    ],
)
def test_a_moment_is_told_with_its_weekday(language: str, words: str) -> None:
    with translation.override(language):
        assert moment_in_words(datetime(2026, 11, 25, 7, tzinfo=UTC)) == words


def test_the_repeated_hour_says_which_of_the_two_is_meant() -> None:
    with translation.override("en"):
        first = moment_in_words(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
        second = moment_in_words(datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    assert first == "Sunday 25 October 2026 at 2:30 (the first time, summer time)"
    assert second == "Sunday 25 October 2026 at 2:30 (the second time, winter time)"


def test_a_window_is_told_in_the_right_tense() -> None:
    opens, ends = datetime(2026, 11, 25, 7, tzinfo=UTC), datetime(2026, 11, 26, 7, tzinfo=UTC)
    with translation.override("en"), time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=UTC), tick=False):
        assert window_in_words(go_live_at=opens, expire_at=ends) == [
            "Went live on Wednesday 25 November 2026 at 8:00.",
            "Ends on Thursday 26 November 2026 at 8:00.",
        ]


@time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=UTC), tick=False)
def test_residents_read_today_and_tomorrow() -> None:
    with translation.override("en"):
        assert soon_in_words(datetime(2026, 11, 25, 17, 30, tzinfo=UTC)) == "today, 18:30"
        assert soon_in_words(datetime(2026, 11, 25, 23, 5, tzinfo=UTC)) == "tomorrow, 0:05"
        assert soon_in_words(datetime(2026, 12, 1, 7, tzinfo=UTC)) == "1 December 2026, 8:00"
