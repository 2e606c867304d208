"""A lost factor is removed by two people of the office, never by one."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from ebok.audit.models import AuditEntry
from ebok.outbox.models import Job
from selfservice.identity.models import User
from selfservice.identity.roles import Role
from selfservice.identity.second_factor import removals
from selfservice.identity.second_factor.devices import has_factor
from selfservice.identity.second_factor.errors import NoFactor, RemovalNotAllowed, RemovalNotOpen
from selfservice.identity.second_factor.models import FactorRemovalRequest, RecoveryCodes
from selfservice.identity.second_factor.tasks import tidy
from selfservice.identity.second_factor.tests.factories import recovery_codes, with_factor
from selfservice.identity.tests.factories import UserFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    user = UserFactory.create()
    with_factor(user)
    recovery_codes(user)
    return user


@pytest.fixture
def clerk() -> User:
    return person(Role.CLERK)


@pytest.fixture
def colleague() -> User:
    return person(Role.MANAGER)


def ask(user: User, clerk: User) -> FactorRemovalRequest:
    return removals.ask(user=user, clerk=clerk, reason="identity card at the desk")


def test_two_people_remove_a_factor(user: User, clerk: User, colleague: User) -> None:
    request = ask(user, clerk)
    assert has_factor(user)
    removals.approve(request_id=request.pk, clerk=colleague)
    assert not has_factor(user)
    assert not RecoveryCodes.objects.exists()


def test_every_step_is_logged_and_told_to_the_owner(user: User, clerk: User, colleague: User) -> None:
    removals.approve(request_id=ask(user, clerk).pk, clerk=colleague)
    entries = AuditEntry.objects.filter(action__startswith="second_factor.removal").order_by("pk")
    assert [(entry.action, entry.actor_id, entry.actor_role) for entry in entries] == [
        ("second_factor.removal_asked", str(clerk.pk), "clerk"),
        ("second_factor.removal_approved", str(colleague.pk), "manager"),
    ]
    assert {entry.reason for entry in entries} == {"identity card at the desk"}
    letters = {job.payload["letter"] for job in Job.objects.filter(payload__user_id=user.pk)}
    assert {"second_factor.removal_asked", "second_factor.removed"} <= letters


def test_one_person_is_not_enough(user: User, clerk: User) -> None:
    with pytest.raises(RemovalNotAllowed):
        removals.approve(request_id=ask(user, clerk).pk, clerk=clerk)
    assert has_factor(user)


def test_the_database_itself_refuses_one_person(user: User, clerk: User) -> None:
    request = ask(user, clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        FactorRemovalRequest.objects.filter(pk=request.pk).update(
            decided_by=clerk, decided_at=timezone.now(), state="approved"
        )


def test_nobody_asks_for_himself_or_approves_for_himself() -> None:
    one, other = person(Role.ADMINISTRATOR), person(Role.ADMINISTRATOR)
    with pytest.raises(RemovalNotAllowed):
        ask(one, one)
    request = ask(other, one)
    with pytest.raises(RemovalNotAllowed):
        removals.approve(request_id=request.pk, clerk=other)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CUSTOMER])
def test_factors_of_the_office_are_removed_by_administrators_only(
    clerk: User, colleague: User, role: Role
) -> None:
    owner = person(role)
    with pytest.raises(RemovalNotAllowed):
        ask(owner, clerk)
    request = ask(owner, person(Role.ADMINISTRATOR))
    for decide in (removals.approve, removals.refuse):
        with pytest.raises(RemovalNotAllowed):
            decide(request_id=request.pk, clerk=colleague)
    assert has_factor(owner)
    removals.approve(request_id=request.pk, clerk=person(Role.ADMINISTRATOR))
    assert not has_factor(owner)


def test_a_position_given_after_the_question_counts_at_the_decision(
    user: User, clerk: User, colleague: User
) -> None:
    request = ask(user, clerk)
    user.groups.add(person(Role.EDITOR).groups.get())
    with pytest.raises(RemovalNotAllowed):
        removals.approve(request_id=request.pk, clerk=colleague)


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.EDITOR, Role.CASHIER])
def test_other_positions_neither_ask_nor_approve(user: User, clerk: User, role: Role) -> None:
    other = person(role)
    with pytest.raises(RemovalNotAllowed):
        ask(user, other)
    with pytest.raises(RemovalNotAllowed):
        removals.approve(request_id=ask(user, clerk).pk, clerk=other)


def test_a_reason_must_be_given(user: User, clerk: User) -> None:
    with pytest.raises(RemovalNotAllowed):
        removals.ask(user=user, clerk=clerk, reason="  ")


def test_without_a_factor_there_is_nothing_to_ask(clerk: User) -> None:
    with pytest.raises(NoFactor):
        ask(UserFactory.create(), clerk)


def test_asking_twice_makes_one_request(user: User, clerk: User, colleague: User) -> None:
    assert ask(user, clerk).pk == ask(user, colleague).pk
    assert removals.open_requests().count() == 1


def test_a_refused_request_is_over(user: User, clerk: User, colleague: User) -> None:
    request = ask(user, clerk)
    removals.refuse(request_id=request.pk, clerk=colleague)
    with pytest.raises(RemovalNotOpen):
        removals.approve(request_id=request.pk, clerk=colleague)
    assert has_factor(user)


def test_a_request_left_lying_is_over_and_can_be_asked_anew(user: User, clerk: User, colleague: User) -> None:
    request = ask(user, clerk)
    with time_machine.travel(timezone.now() + removals.OPEN_FOR + timedelta(seconds=1), tick=False):
        with pytest.raises(RemovalNotOpen):
            removals.approve(request_id=request.pk, clerk=colleague)
        assert ask(user, clerk).pk != request.pk
    assert has_factor(user)


def test_approving_twice_removes_once(user: User, clerk: User, colleague: User) -> None:
    request = ask(user, clerk)
    removals.approve(request_id=request.pk, clerk=colleague)
    with_factor(user)
    third: Any = person(Role.ADMINISTRATOR)
    with pytest.raises(RemovalNotOpen):
        removals.approve(request_id=request.pk, clerk=third)
    assert has_factor(user)


def test_reasons_are_forgotten_when_nobody_needs_them_and_open_requests_stay(
    user: User, clerk: User, settings: Any
) -> None:
    settings.FACTOR_REMOVALS_KEEP_DAYS = 0
    waiting = ask(user, clerk)
    tidy()
    assert FactorRemovalRequest.objects.get() == waiting
    settings.FACTOR_REMOVALS_KEEP_DAYS = 90
    with time_machine.travel(timezone.now() + timedelta(days=89)):
        tidy()
        assert FactorRemovalRequest.objects.get().reason
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        tidy()
    assert not FactorRemovalRequest.objects.exists()
    assert AuditEntry.objects.filter(action="second_factor.removal_asked").exists()
