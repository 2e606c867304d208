"""Codes of the app and of the sheet: once only, throttled, told apart by their form."""

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django_otp import device_classes

from ebok.audit.models import AuditEntry
from ebok.core.models import Alarm
from ebok.outbox.models import Job
from selfservice.identity.second_factor.errors import TooSoon, WrongCode
from selfservice.identity.second_factor.failures import SUSPICIOUS_FAILURES
from selfservice.identity.second_factor.models import Authenticator, RecoveryCode, RecoveryCodes
from selfservice.identity.second_factor.models import recovery as recovery_models
from selfservice.identity.second_factor.models.base import LONGEST_DELAY
from selfservice.identity.second_factor.tests.factories import (
    SECRET,
    code,
    recovery_codes,
    with_factor,
    wrong_code,
)
from selfservice.identity.second_factor.verification import verify
from selfservice.identity.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[4]
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as frozen:
        yield frozen


@pytest.fixture
def user(clock: Any) -> Any:
    user = UserFactory.create()
    with_factor(user)
    return user


def test_the_code_of_the_moment_is_right(user: Any) -> None:
    assert isinstance(verify(user=user, code=code()).device, Authenticator)


def test_blanks_in_a_code_do_not_matter(user: Any) -> None:
    now = code()
    assert verify(user=user, code=f" {now[:3]} {now[3:]} ").device.user_id == user.pk


def test_a_code_works_once(user: Any) -> None:
    now = code()
    verify(user=user, code=now)
    with pytest.raises(WrongCode):
        verify(user=user, code=now)


def test_an_earlier_code_does_not_work_after_a_later_one(user: Any) -> None:
    verify(user=user, code=code(steps=1))
    with pytest.raises(WrongCode):
        verify(user=user, code=code())


@pytest.mark.parametrize(("steps", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_off_by_half_a_minute(user: Any, steps: int, right: bool) -> None:
    if right:
        assert verify(user=user, code=code(steps=steps))
    else:
        with pytest.raises(WrongCode):
            verify(user=user, code=code(steps=steps))


def test_after_wrong_codes_even_the_right_one_waits_longer_and_longer(user: Any, clock: Any) -> None:
    for delay in (1, 2, 4, 8):
        with pytest.raises(WrongCode):
            verify(user=user, code=wrong_code())
        with pytest.raises(TooSoon) as refused:
            verify(user=user, code=code())
        assert refused.value.until == datetime.now(UTC) + timedelta(seconds=delay)
        clock.shift(delay + 1)
    assert verify(user=user, code=code())


def test_the_wait_never_exceeds_an_hour(user: Any, clock: Any) -> None:
    Authenticator.objects.update(
        throttling_failure_count=60, throttling_failure_timestamp=datetime.now(UTC) - timedelta(seconds=1)
    )
    with pytest.raises(TooSoon) as refused:
        verify(user=user, code=code())
    assert refused.value.until - datetime.now(UTC) <= LONGEST_DELAY
    clock.shift(LONGEST_DELAY)
    assert verify(user=user, code=code())


@pytest.mark.long
@pytest.mark.parametrize(("how", "right"), [("protected", 1), ("blind", 2)])
def test_of_two_tries_of_one_code_at_the_same_moment_one_is_right(
    tmp_path: Path, how: str, right: int
) -> None:
    """With the transaction taken out both are: it keeps a code that was watched from working twice."""
    module = "selfservice.identity.second_factor.tests.race"
    command = [sys.executable, "-m", module, how, str(tmp_path / "race.sqlite3")]
    environment = {
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        "PATH": "",
        "DJANGO_SETTINGS_MODULE": "ebok.settings.test",
    }
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, cwd=ROOT)
    assert done.stdout == str(right), done.stderr


def test_months_of_guessing_stay_hopeless() -> None:
    codes_at_once = 3
    a_year = timedelta(days=365) / LONGEST_DELAY * codes_at_once / 10**6
    assert a_year < 0.03


def test_guessing_tells_the_owner_and_the_office_once(user: Any, clock: Any) -> None:
    for _attempt in range(SUSPICIOUS_FAILURES + 2):
        with pytest.raises(WrongCode):
            verify(user=user, code=wrong_code())
        clock.shift(LONGEST_DELAY)
    assert Alarm.objects.get(code="second_factor.guessing").key == str(user.pk)
    assert Job.objects.filter(key__startswith="second_factor.guessing").count() == 1
    assert AuditEntry.objects.filter(action="second_factor.failed").count() == SUSPICIOUS_FAILURES + 2


def test_a_recovery_code_works_once_and_is_counted(user: Any) -> None:
    first, *_others = recovery_codes(user)
    assert verify(user=user, code=first).codes_left == 9
    with pytest.raises(WrongCode):
        verify(user=user, code=first)


@pytest.mark.parametrize("typed", [str.lower, lambda text: text.replace("-", " "), lambda text: f" {text} "])
def test_a_recovery_code_may_be_typed_freely(user: Any, typed: Any) -> None:
    assert verify(user=user, code=typed(recovery_codes(user)[0])).codes_left == 9


def test_misread_letters_of_a_recovery_code_are_understood() -> None:
    assert recovery_models.digest("O1LI-0000-0000", salt=b"s") == recovery_models.digest(
        "0111" + "0" * 8, salt=b"s"
    )


def test_a_right_code_of_the_app_is_no_wrong_recovery_code(user: Any) -> None:
    recovery_codes(user)
    verify(user=user, code=code())
    assert RecoveryCodes.objects.get().throttling_failure_count == 0
    with pytest.raises(WrongCode):
        verify(user=user, code=wrong_code())
    assert RecoveryCodes.objects.get().throttling_failure_count == 0


def test_guessing_at_the_app_does_not_lock_the_recovery_codes(user: Any) -> None:
    spare = recovery_codes(user)[0]
    for _attempt in range(3):
        with pytest.raises((WrongCode, TooSoon)):
            verify(user=user, code=wrong_code())
    assert verify(user=user, code=spare)


def test_nobody_elses_codes_work(user: Any) -> None:
    other = UserFactory.create()
    spare = recovery_codes(user)[0]
    for attempt in (code(), spare):
        with pytest.raises(WrongCode):
            verify(user=other, code=attempt)


@pytest.mark.parametrize(
    "nonsense", ["", "12345", "1234567", "١٢٣٤٥٦", "½½½½½½", "-12345", "a" * 500, "\x00"]
)
def test_nonsense_is_a_wrong_code(user: Any, nonsense: str) -> None:
    recovery_codes(user)
    with pytest.raises(WrongCode):
        verify(user=user, code=nonsense)


def test_neither_secrets_nor_codes_stand_readable_in_the_database(user: Any) -> None:
    codes = recovery_codes(user)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_secret FROM second_factor_authenticator")
        stored = str(cursor.fetchall())
        cursor.execute("SELECT digest FROM second_factor_recoverycode")
        stored += str(cursor.fetchall())
    assert SECRET.decode() not in stored
    assert SECRET.hex() not in stored.lower()
    assert not [text for text in codes if text.replace("-", "") in stored.upper()]


def test_django_otp_knows_our_devices_and_no_others() -> None:
    assert set(device_classes()) == {Authenticator, RecoveryCodes}


def test_ten_codes_cost_one_slow_hash(user: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    spare = recovery_codes(user)[7]
    hashed = []
    digest = recovery_models.digest
    monkeypatch.setattr(recovery_models, "digest", lambda *a, **k: hashed.append(1) or digest(*a, **k))
    verify(user=user, code=spare)
    assert len(hashed) == 1
    assert RecoveryCode.objects.filter(used_at=None).count() == 9


def test_two_tries_with_one_recovery_code_at_the_same_time_spend_it_once(
    user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other try comes in after this one read the row and before it wrote: the write decides."""
    spare = recovery_codes(user)[0]
    sheet = RecoveryCodes.objects.get()
    rival = RecoveryCodes.objects.get()
    assert rival.verify_token(spare)
    assert not sheet.verify_token(spare)
    assert time.time() == NOON.timestamp()
