"""Long enough, uncommon, not leaked; and what happens when nobody can tell."""

from typing import Any

import pytest
from django.contrib.auth.password_validation import (
    get_password_validators,
    password_validators_help_texts,
    validate_password,
)
from django.core.cache import cache
from django.core.exceptions import ValidationError

from ebok.audit.models import AuditEntry
from ebok.core.models import Alarm
from selfservice.identity.models import User
from selfservice.identity.passwords import checks, leaks, rechecks
from selfservice.identity.passwords.errors import LeaksUnavailable
from selfservice.identity.passwords.models import PasswordRecheck
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import UserFactory, person

pytestmark = pytest.mark.django_db
GOOD = "zielony most przy lesie"


class Leaks:
    """The source of leaks: knows some passwords, or is away."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}
        self.away = False
        self.asked = 0

    def __call__(self, password: str, *, mode: str) -> int:
        self.asked += 1
        if self.away:
            raise LeaksUnavailable("test")
        return self.known.get(password, 0)


@pytest.fixture
def source(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Leaks:
    settings.BREACHED_PASSWORDS = "online"
    cache.clear()
    source = Leaks()
    monkeypatch.setattr(leaks, "_ask", source)
    return source


def codes(password: str, user: User | None = None) -> set[str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return {problem.code for problem in error.error_list}
    return set()


def set_password(user: User, password: str) -> None:
    """As a form does it: check, then store."""
    validate_password(password, user)
    user.set_password(password)
    user.save()


def test_customers_need_ten_characters_and_staff_twelve(source: Leaks) -> None:
    assert "password_too_short" in codes("Kq7!vL2z9")
    assert not codes("Kq7!vL2z9#")
    assert codes("Kq7!vL2z9#x", User(email="a@example.org", is_staff=True)) == {"password_too_short"}
    assert not codes("Kq7!vL2z9#xw", User(email="a@example.org", is_staff=True))


@pytest.mark.parametrize("role", [Role.CLERK, Role.EDITOR, Role.MODERATOR])
def test_whoever_works_here_needs_twelve(source: Leaks, role: Role) -> None:
    user = person(role)
    assert codes("Kq7!vL2z9#x", user) == {"password_too_short"}
    assert not codes("Kq7!vL2z9#xw", user)


def test_nothing_is_asked_of_a_password_but_length(source: Leaks) -> None:
    assert not codes("wsiadamy powoli do tramwaju")
    assert not codes("ążźęół śćńąż ęółśćń")
    assert codes("z" * 30 + "Kq7!vL2" * 40) == {"password_too_long"}


def test_common_passwords_are_refused_without_asking_anybody(source: Leaks) -> None:
    source.away = True
    assert "password_common" in codes("Kochanie2024!")


def test_a_leaked_password_is_refused(source: Leaks) -> None:
    source.known = {GOOD: 7}
    assert codes(GOOD) == {"password_leaked"}


def test_help_texts_name_the_rules() -> None:
    assert (
        len(
            password_validators_help_texts(
                get_password_validators(
                    [
                        {"NAME": f"selfservice.identity.passwords.validators.{name}"}
                        for name in ("LengthValidator", "CommonWordsValidator", "LeakedPasswordValidator")
                    ]
                )
            )
        )
        == 3
    )


def test_with_the_source_away_the_password_is_accepted_alarmed_and_marked(source: Leaks) -> None:
    source.away = True
    user = UserFactory.create()
    set_password(user, GOOD)
    assert PasswordRecheck.objects.get().user_id == user.pk
    assert Alarm.objects.get(code=leaks.ALARM).cleared_at is None
    assert AuditEntry.objects.filter(action="passwords.check_postponed", object_id=str(user.pk)).count() == 1


def test_a_source_that_failed_is_left_alone_for_a_minute(source: Leaks) -> None:
    source.away = True
    for _attempt in range(5):
        assert not codes(GOOD)
    assert source.asked == 1


def test_the_alarm_ends_when_the_source_answers_again(source: Leaks) -> None:
    source.away = True
    codes(GOOD)
    cache.clear()
    source.away = False
    codes(GOOD)
    assert Alarm.objects.get(code=leaks.ALARM).cleared_at is not None


def test_only_the_unchecked_password_marks_its_user(source: Leaks) -> None:
    source.away = True
    validate_password(GOOD)
    user = UserFactory.create()
    assert not PasswordRecheck.objects.exists()
    source.away = False
    cache.clear()
    set_password(user, "another long phrase here")
    assert not PasswordRecheck.objects.exists()


def test_the_next_sign_in_makes_up_for_the_check(source: Leaks) -> None:
    user = UserFactory.create()
    source.away = True
    set_password(user, GOOD)
    assert rechecks.recheck(user=user, password=GOOD) is False
    assert PasswordRecheck.objects.exists(), "while the source is away the mark stays"
    source.away = False
    cache.clear()
    assert rechecks.recheck(user=user, password=GOOD) is False
    assert not PasswordRecheck.objects.exists()


def test_a_password_found_leaked_later_must_be_changed(source: Leaks) -> None:
    user = UserFactory.create()
    source.away = True
    set_password(user, GOOD)
    source.away, source.known = False, {GOOD: 3}
    cache.clear()
    assert rechecks.recheck(user=user, password=GOOD) is True
    assert rechecks.must_change(user)
    assert AuditEntry.objects.filter(action="passwords.found_leaked").exists()
    set_password(user, "another long phrase here")
    assert not rechecks.must_change(user)


def test_people_without_a_mark_cost_one_query(source: Leaks, django_assert_num_queries: Any) -> None:
    user = UserFactory.create()
    with django_assert_num_queries(1):
        assert rechecks.recheck(user=user, password=GOOD) is False
    assert source.asked == 0


def test_switched_off_nothing_is_asked(source: Leaks, settings: Any) -> None:
    settings.BREACHED_PASSWORDS = "off"
    assert not codes(GOOD)
    assert source.asked == 0
    assert [problem.id for problem in checks.leaks_are_asked(None)] == ["passwords.W003"]


def test_a_wrong_mode_or_a_missing_file_is_said_at_the_start(settings: Any) -> None:
    settings.BREACHED_PASSWORDS = "sometimes"
    assert [problem.id for problem in checks.leaks_can_be_asked(None)] == ["passwords.E001"]
    settings.BREACHED_PASSWORDS, settings.BREACHED_PASSWORDS_FILE = "file", "/nowhere/range.txt"
    assert [problem.id for problem in checks.leaks_can_be_asked(None)] == ["passwords.E002"]
