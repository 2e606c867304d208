"""Secrets stay readable through a change of SECRET_KEY, and not beyond."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from ebok.core.models import Alarm
from selfservice.identity import sealing
from selfservice.identity.second_factor.errors import WrongCode
from selfservice.identity.second_factor.models import Authenticator
from selfservice.identity.second_factor.tests.factories import (
    SECRET,
    code,
    recovery_codes,
    with_factor,
)
from selfservice.identity.second_factor.verification import verify
from selfservice.identity.tests.factories import UserFactory

FACTOR = sealing.FACTOR
NEW_KEY = "another-key-of-sufficient-length-0123456789-abcdefghij"


def rotate(settings: Any, *, keep_old: bool) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] if keep_old else []
    settings.SECRET_KEY = NEW_KEY


def test_what_was_sealed_comes_out_again() -> None:
    sealed = sealing.seal(SECRET, purpose=FACTOR)
    assert sealing.unseal(sealed, purpose=FACTOR) == SECRET
    assert SECRET.decode() not in sealed


def test_what_was_sealed_for_one_purpose_opens_for_no_other() -> None:
    sealed = sealing.seal(SECRET, purpose=sealing.PASSWORD_LETTER)
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(sealed, purpose=FACTOR)


def test_an_old_key_still_opens_and_a_lost_one_does_not(settings: Any) -> None:
    sealed = sealing.seal(SECRET, purpose=FACTOR)
    rotate(settings, keep_old=True)
    assert sealing.unseal(sealed, purpose=FACTOR) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(sealed, purpose=FACTOR)


def test_a_changed_letter_is_noticed() -> None:
    sealed = sealing.seal(SECRET, purpose=FACTOR)
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(sealed[:-6] + "AAAAA=", purpose=FACTOR)


@pytest.mark.django_db
def test_resealing_lets_the_old_key_go(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    user = UserFactory.create()
    with_factor(user)
    rotate(settings, keep_old=True)
    call_command("reseal_factors")
    assert "Sealed anew: 1." in capsys.readouterr().out
    settings.SECRET_KEY_FALLBACKS = []
    assert Authenticator.objects.get().secret == SECRET


@pytest.mark.django_db
def test_using_a_factor_reseals_it(settings: Any) -> None:
    user = UserFactory.create()
    with_factor(user)
    rotate(settings, keep_old=True)
    verify(user=user, code=code())
    settings.SECRET_KEY_FALLBACKS = []
    assert Authenticator.objects.get().secret == SECRET


@pytest.mark.django_db
def test_with_a_lost_key_the_office_hears_and_recovery_codes_still_work(settings: Any) -> None:
    user = UserFactory.create()
    with_factor(user)
    spare = recovery_codes(user)[0]
    rotate(settings, keep_old=False)
    with pytest.raises(WrongCode):
        verify(user=user, code=code())
    assert Alarm.objects.filter(code="second_factor.sealed_with_lost_key").exists()
    with pytest.raises(CommandError, match=str(user.pk)):
        call_command("reseal_factors")
    assert verify(user=user, code=spare).codes_left == 9
