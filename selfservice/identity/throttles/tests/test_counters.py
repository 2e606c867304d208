"""Counting: what a wrong try costs, what a right one gives back, and what a crowd at one moment gets."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from selfservice.identity.throttles import counters
from selfservice.identity.throttles.counters import Counted, MustWait
from selfservice.identity.throttles.models import FailureFrom, Tries
from selfservice.identity.throttles.rules import Rule
from selfservice.identity.throttles.subjects import address_key, subject_of
from selfservice.identity.throttles.tasks import tidy

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[4]
RULE = Rule()
SOMEBODY = Counted(purpose="test", subject="somebody")


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as frozen:
        yield frozen


def wait_of(counted: Counted) -> timedelta:
    with pytest.raises(MustWait) as refused:
        counters.take(counted, rule=RULE)
    return refused.value.until - datetime.now(UTC)


class TestRule:
    @given(count=st.integers(1, 10_000))
    def test_waits_never_shrink_and_never_exceed_the_longest_lock(self, count: int) -> None:
        assert RULE.wait_after(count) <= RULE.wait_after(count + 1) <= RULE.longest_lock

    def test_the_first_tries_are_free_then_waits_double_then_come_locks(self) -> None:
        seconds = [int(RULE.wait_after(count).total_seconds()) for count in range(1, 14)]
        assert seconds == [0, 0, 0, 2, 4, 8, 16, 32, 60, 900, 1800, 3600, 3600]

    def test_a_count_must_outlive_its_locks(self) -> None:
        with pytest.raises(ValueError, match="outlive"):
            Rule(forgotten_after=timedelta(minutes=30))


@pytest.mark.django_db
class TestCounting:
    def test_a_free_try_of_a_rival_a_moment_ago_makes_nobody_wait(self, clock: Any) -> None:
        clock.shift(timedelta(milliseconds=1))
        assert counters.take(SOMEBODY, rule=RULE) == 1
        clock.move_to(NOON)  # we looked at the clock before the rival wrote
        assert counters.take(SOMEBODY, rule=RULE) == 2

    def test_tries_cost_what_the_rule_says(self, clock: Any) -> None:
        for number in range(1, 4):
            assert counters.take(SOMEBODY, rule=RULE) == number
        assert counters.take(SOMEBODY, rule=RULE) == 4
        assert wait_of(SOMEBODY) == timedelta(seconds=2)
        clock.shift(2)
        assert counters.take(SOMEBODY, rule=RULE) == 5

    def test_a_refused_try_does_not_prolong_the_wait(self, clock: Any) -> None:
        for _try in range(4):
            counters.take(SOMEBODY, rule=RULE)
        assert wait_of(SOMEBODY) == wait_of(SOMEBODY)

    def test_after_long_silence_the_count_begins_anew(self, clock: Any) -> None:
        for _try in range(4):
            counters.take(SOMEBODY, rule=RULE)
        clock.shift(RULE.forgotten_after + timedelta(seconds=1))
        assert counters.take(SOMEBODY, rule=RULE) == 1

    def test_a_right_try_is_undone_and_wrong_ones_stay(self, clock: Any) -> None:
        for _try in range(3):
            counters.take(SOMEBODY, rule=RULE)
        counters.take(SOMEBODY, rule=RULE)
        counters.give_back(SOMEBODY, rule=RULE)
        assert Tries.objects.get().count == 3
        assert counters.take(SOMEBODY, rule=RULE) == 4

    def test_giving_back_what_was_never_taken_changes_nothing(self, clock: Any) -> None:
        counters.give_back(SOMEBODY, rule=RULE)
        assert not Tries.objects.exists()

    def test_subjects_tracks_and_purposes_do_not_touch_each_other(self, clock: Any) -> None:
        for _try in range(4):
            counters.take(SOMEBODY, rule=RULE)
        others = [
            Counted(purpose="test", subject="other"),
            Counted(purpose="test", subject="somebody", track="device"),
            Counted(purpose="linking", subject="somebody"),
        ]
        assert [counters.take(other, rule=RULE) for other in others] == [1, 1, 1]

    def test_forgetting_a_subject_ends_the_waits_on_all_its_tracks_only(self, clock: Any) -> None:
        known = Counted(purpose="test", subject="somebody", track="device")
        other = Counted(purpose="test", subject="other")
        for counted in (SOMEBODY, known, other):
            counters.take(counted, rule=RULE)
        assert counters.forget(purpose="test", subject="somebody") == 2
        assert counters.take(other, rule=RULE) == 2

    def test_old_counts_are_tidied_away_and_fresh_ones_kept(self, clock: Any) -> None:
        counters.take(SOMEBODY, rule=RULE)
        counters.note_failure_from(address="a", subject="s")
        clock.shift(timedelta(days=2))
        counters.take(Counted(purpose="test", subject="fresh"), rule=RULE)
        tidy(something_of_a_later_version=1)
        assert Tries.objects.get().subject == "fresh"
        assert not FailureFrom.objects.exists()

    def test_a_count_that_others_keep_changing_ends_in_a_short_wait(
        self, clock: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(counters, "_write", lambda *args, **values: False)
        assert wait_of(SOMEBODY) == counters.BUSY


@pytest.mark.long
@pytest.mark.parametrize(("how", "through"), [("protected", 1), ("blind", 8)])
def test_of_eight_guesses_at_the_same_moment_one_gets_through(tmp_path: Path, how: str, through: int) -> None:
    """With the check of versions taken out all eight do: the protection is what holds them back."""
    module = "selfservice.identity.throttles.tests.race"
    command = [sys.executable, "-m", module, how, str(tmp_path / "race.sqlite3")]
    environment = {"PYTHONPATH": f"{ROOT}:{ROOT / 'site'}", "PATH": ""}
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, cwd=ROOT)
    assert done.stdout == str(through), done.stderr


class TestSubjects:
    @pytest.mark.parametrize(
        "spelling",
        [
            "Józef.Łoś@Example.org",
            "JOZEF.LOS@EXAMPLE.ORG",
            " jozef.los@example.org\t",
            "jo\u0301zef.łoś@example.org",
            "ｊｏｚｅｆ.los@example.org",
            "jozef.los@exa\u200bmple.org",
            "jozef.los\u00a0@example.org",
        ],
    )
    def test_spellings_do_not_multiply_the_tries(self, spelling: str) -> None:
        assert subject_of(spelling) == subject_of("jozef.los@example.org")

    def test_different_people_count_apart(self) -> None:
        assert subject_of("jozef.los@example.org") != subject_of("jozef.las@example.org")

    @given(st.text())
    def test_any_text_has_a_subject_and_repeating_it_gives_the_same(self, text: str) -> None:
        assert subject_of(text) == subject_of(text.upper().lower()) or not text.isascii()
        assert len(subject_of(text)) == 64

    def test_who_tried_cannot_be_read(self) -> None:
        assert "jozef" not in subject_of("jozef@example.org")

    def test_addresses_of_one_ipv6_network_are_one(self) -> None:
        assert address_key("2001:db8:1:2::1") == address_key("2001:db8:1:2:ffff::9")
        assert address_key("2001:db8:1:2::1") != address_key("2001:db8:1:3::1")
        assert address_key("::ffff:192.0.2.7") == address_key("192.0.2.7")
        assert address_key("192.0.2.7") != address_key("192.0.2.8")
        assert address_key("") != address_key("unix")
