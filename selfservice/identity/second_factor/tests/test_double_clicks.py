"""Forms of the second factor sent twice at the same moment, on PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError, connection

from selfservice.identity.second_factor import enrolment
from selfservice.identity.second_factor.enrolment import candidate, renew_codes, set_up
from selfservice.identity.second_factor.models import RecoveryCodes
from selfservice.identity.second_factor.models.recovery import digest
from selfservice.identity.second_factor.tests.factories import code, with_factor
from selfservice.identity.tests.factories import UserFactory

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'"),
]


def clicks(act: Callable[[], list[str]], *, times: int = 4) -> tuple[list[list[str]], list[Exception]]:
    """What they were answered, in order, and what failed."""
    codes: list[list[str]] = []
    failed: list[Exception] = []
    together = threading.Barrier(times)

    def click() -> None:
        together.wait(20)
        try:
            codes.append(act())
        except IntegrityError as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _click in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return codes, failed


def holds(sheet: list[str], user: Any) -> bool:
    kept = RecoveryCodes.objects.get(user=user)
    digests = {digest(each, salt=bytes(kept.salt)) for each in sheet}
    return digests == set(kept.codes.values_list("digest", flat=True))


@pytest.mark.parametrize("locked", [True, False], ids=["locked", "not locked"])
def test_every_click_is_answered_and_the_codes_of_one_hold(locked: bool) -> None:
    user = UserFactory.create()
    with_factor(user)
    lock = enrolment._one_at_a_time if locked else mock.Mock()
    with mock.patch.object(enrolment, "_one_at_a_time", lock):
        codes, failed = clicks(lambda: renew_codes(user=user))
    assert bool(failed) is not locked
    assert [holds(sheet, user) for sheet in codes].count(True) == 1


def test_setting_up_twice_at_once_fails_for_neither() -> None:
    user = UserFactory.create()
    secret = b"a secret of 20 bytes"
    with mock.patch.object(enrolment.secrets, "token_bytes", return_value=secret):
        sealed = candidate(user=user).sealed
    codes, failed = clicks(lambda: set_up(user=user, sealed=sealed, code=code())[1], times=2)
    assert (len(codes), failed) == (2, [])
