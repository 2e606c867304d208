"""One code of the second factor in two windows at once, on real connections of PostgreSQL, is right once."""

from __future__ import annotations

from unittest import mock

import pytest
from django.db import connection
from django.db.models import QuerySet
from racing import at_once, kinds

from selfservice.identity.second_factor.errors import TooSoon, WrongCode
from selfservice.identity.second_factor.models import Authenticator
from selfservice.identity.second_factor.tests.factories import code, with_factor
from selfservice.identity.second_factor.tests.race import meet_at_the_check
from selfservice.identity.second_factor.verification import Verified, verify
from selfservice.identity.tests.factories import UserFactory

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="races need real connections"),
]


def test_one_code_in_two_windows_opens_one() -> None:
    user = UserFactory()
    with_factor(user)
    typed = code()
    with meet_at_the_check():
        came = at_once(*[lambda: verify(user=user, code=typed)] * 2)
    assert kinds(came)[Verified] == 1, came
    assert set(kinds(came)) <= {Verified, WrongCode, TooSoon}
    assert Authenticator.objects.get(user=user).throttling_failure_count == 1


def test_without_the_lock_of_the_row_it_opens_both() -> None:
    user = UserFactory()
    with_factor(user)
    typed = code()
    unlocked = mock.patch.object(QuerySet, "select_for_update", lambda rows, **options: rows)
    with meet_at_the_check(), unlocked:
        came = at_once(*[lambda: verify(user=user, code=typed)] * 2)
    assert kinds(came) == {Verified: 2}, came
