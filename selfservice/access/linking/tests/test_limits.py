"""Guessers have few tries: by user, by account number, by client address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any
from unittest import mock

import pytest
import time_machine

from ebok.audit.models import AuditEntry
from ebok.core.context import RequestContext, entered
from ebok.core.periods import today
from selfservice.access.linking import limits
from selfservice.access.linking.errors import NotProved, TooManyTries
from selfservice.access.linking.services import link_by_code, link_by_invoice
from selfservice.exchange.demo.customers import registration_code, registration_hash
from selfservice.exchange.tests.factories import AccountFactory, InvoiceFactory
from selfservice.identity.tests.factories import UserFactory
from selfservice.identity.throttles.models import Tries

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
RIGHT = {"account_no": "100245", "invoice_no": "FV/1", "gross": Decimal("187.45")}
WRONG = {**RIGHT, "gross": Decimal("1.00")}


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False) as frozen:
        account = AccountFactory(account_no="100245", registration_code=registration_hash("100245"))
        InvoiceFactory(account=account, invoice_no="FV/1", gross=RIGHT["gross"], issued_on=today())
        yield frozen


def guess(user: Any, *, times: int, **facts: Any) -> int:
    """How many of so many wrong guesses in a row were looked at."""
    looked_at = 0
    for _time in range(times):
        try:
            link_by_invoice(user=user, **{**WRONG, **facts})
        except NotProved:
            looked_at += 1
        except TooManyTries:
            continue
    return looked_at


def test_one_user_gets_few_tries_whatever_the_account() -> None:
    user = UserFactory()
    looked_at = sum(guess(user, times=1, account_no=f"{number}") for number in range(50))
    assert looked_at == limits.BY_USER.free + 1
    with pytest.raises(TooManyTries):
        link_by_invoice(user=user, **RIGHT)


def test_one_account_gets_few_tries_whoever_guesses() -> None:
    looked_at = sum(guess(UserFactory(), times=1) for _user in range(30))
    assert looked_at == limits.BY_ACCOUNT.free + 1
    with pytest.raises(TooManyTries):
        link_by_invoice(user=UserFactory(), **RIGHT)


@pytest.mark.long
def test_one_address_gets_many_tries_but_not_all() -> None:
    with entered(RequestContext(address="203.0.113.7")):
        looked_at = sum(guess(UserFactory(), times=1, account_no=f"{number}") for number in range(80))
    assert looked_at == limits.NETWORK.free + 1
    with entered(RequestContext(address="203.0.113.8")):
        assert guess(UserFactory(), times=1, account_no="other") == 1


def test_with_the_throttle_off_every_guess_is_looked_at() -> None:
    """The twin: without counters the tests above would fail."""
    with mock.patch.object(limits.counters, "take", return_value=1):
        assert guess(UserFactory(), times=40) == 40


@pytest.mark.long
def test_a_number_that_nobody_has_is_held_like_one_that_somebody_has(clock: Any) -> None:
    def texts(number: str) -> list[str]:
        said = []
        for _try in range(20):
            try:
                link_by_invoice(user=UserFactory(), **{**WRONG, "account_no": number})
            except (NotProved, TooManyTries) as error:
                said.append(str(error))
        return said

    assert texts("100245") == texts("999999")


def test_the_hold_ends_by_itself_and_a_right_try_passes(clock: Any) -> None:
    user = UserFactory()
    guess(user, times=10)
    clock.shift(timedelta(minutes=3))
    assert link_by_invoice(user=user, **RIGHT).account_no == "100245"


def test_whoever_floods_one_way_leaves_the_other_open() -> None:
    for _user in range(20):
        guess(UserFactory(), times=1)
    access = link_by_code(user=UserFactory(), account_no="100245", code=registration_code("100245"))
    assert access.account_no == "100245"


def test_a_right_try_gives_back_its_own_count_and_no_other() -> None:
    guesser = UserFactory()
    guess(guesser, times=3)
    link_by_invoice(user=UserFactory(), **RIGHT)
    counts = dict(Tries.objects.values_list("purpose", "count"))
    assert counts["linking-invoice"] == 3


def test_being_held_stands_in_the_event_log() -> None:
    user = UserFactory()
    guess(user, times=limits.BY_USER.free + 2)
    entry = AuditEntry.objects.get(action="linking.held")
    assert (entry.actor_id, entry.account_no) == (str(user.pk), "100245")


def test_spelling_does_not_multiply_the_tries() -> None:
    spellings = ["100245", " 100245", "100 245", "１００２４５"]
    looked_at = sum(guess(UserFactory(), times=1, account_no=spellings[n % 4]) for n in range(30))
    assert looked_at == limits.BY_ACCOUNT.free + 1


@pytest.mark.long
def test_a_lock_of_somebody_elses_making_costs_no_try() -> None:
    """Whoever floods an account holds up its owner there, and nowhere else."""
    for _stranger in range(30):
        guess(UserFactory(), times=1)
    user, before = UserFactory(), counts()
    for _time in range(20):
        with pytest.raises(TooManyTries):
            link_by_invoice(user=user, **RIGHT)
    assert {pk: count for pk, count in counts().items() if count} == before
    assert guess(user, times=1, account_no="another") == 1


def counts() -> dict[int, int]:
    return dict(Tries.objects.filter(count__gt=0).values_list("pk", "count"))
