"""Clerks help people who cannot get in: by the rules, with a reason, after a code, and on record."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from ebok.audit.models import AuditEntry
from selfservice.identity.devices.services import sessions_of
from selfservice.identity.models import User
from selfservice.identity.roles import Role
from selfservice.identity.second_factor.devices import has_factor
from selfservice.identity.second_factor.models import FactorRemovalRequest
from selfservice.identity.second_factor.tests.factories import code, with_factor
from selfservice.identity.tests.factories import PASSWORD, UserFactory, person
from selfservice.identity.throttles.opening import locked_until
from selfservice.identity.throttles.tests.guessing import lock

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
HOME = "/en/staff/security/"
REASON = {"reason": "identity card at the desk"}


def signed_in(role: Role, *, fresh_code: bool = True) -> Client:
    client = Client()
    client.force_login(person(role))
    if fresh_code:
        give_code(client)
    return client


def give_code(client: Client) -> None:
    client.post("/en/accounts/second-factor/confirm/", {"code": code()})


def act(client: Client, user: User, name: str, **data: str):
    return client.post(f"{HOME}users/{user.pk}/{name}/", data or REASON, follow=True)


def test_a_search_leads_to_the_sign_in_and_is_recorded() -> None:
    clerk, user = signed_in(Role.CLERK), UserFactory(email="maria@example.org")
    answer = clerk.post(HOME, {"email": "Maria@Example.org"})
    assert answer["Location"] == f"{HOME}users/{user.pk}/"
    assert AuditEntry.objects.get(action="staff.user_searched").object_id == str(user.pk)


def test_a_search_in_vain_is_recorded_without_the_address() -> None:
    answer = signed_in(Role.CLERK).post(HOME, {"email": "nobody@example.org"})
    assert "Nobody signs in with this address" in answer.content.decode()
    entry = AuditEntry.objects.get(action="staff.user_searched")
    assert entry.object_id == "" and "nobody@" not in str(entry.details)


def test_reading_the_state_of_a_sign_in_is_recorded() -> None:
    user = UserFactory()
    text = signed_in(Role.CLERK).get(f"{HOME}users/{user.pk}/").content.decode()
    assert user.email in text and "Open sessions" in text
    assert AuditEntry.objects.filter(action="staff.sign_in_read", object_id=str(user.pk)).exists()


def test_a_lock_is_opened_by_a_clerk() -> None:
    with time_machine.travel("2026-11-21T08:00:00+01:00", tick=False) as clock:
        user = UserFactory()
        lock(user.email, clock)
        clerk = signed_in(Role.CLERK)
        assert locked_until(user=user) is not None
        assert "locked" in clerk.get(f"{HOME}users/{user.pk}/").content.decode()
        act(clerk, user, "open-lock")
    assert locked_until(user=user) is None
    assert AuditEntry.objects.get(action="throttles.opened").reason == REASON["reason"]


def test_sessions_are_ended_at_once() -> None:
    user, clerk, customer = UserFactory(), signed_in(Role.CLERK), Client()
    customer.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
    act(clerk, user, "end-sessions")
    assert sessions_of(user=user) == [] and customer.get("/en/accounts/devices/").status_code == 302


def test_a_sign_in_is_switched_off_with_its_sessions_and_on_again() -> None:
    user, clerk, customer = UserFactory(), signed_in(Role.CLERK), Client()
    customer.force_login(user)
    act(clerk, user, "disable")
    user.refresh_from_db()
    assert not user.is_active and customer.get("/en/accounts/devices/").status_code == 302
    act(clerk, user, "enable")
    user.refresh_from_db()
    assert user.is_active
    actions = AuditEntry.objects.filter(action__startswith="identity.", reason=REASON["reason"])
    assert set(actions.values_list("action", flat=True)) == {"identity.disabled", "identity.enabled"}


def test_no_act_without_a_reason() -> None:
    user, clerk = UserFactory(), signed_in(Role.CLERK)
    answer = act(clerk, user, "disable", reason="   ")
    user.refresh_from_db()
    assert user.is_active and "Something needs correcting" in answer.content.decode()


def test_no_act_without_a_fresh_code() -> None:
    user, clerk = UserFactory(), signed_in(Role.CLERK, fresh_code=False)
    answer = clerk.post(f"{HOME}users/{user.pk}/disable/", REASON)
    user.refresh_from_db()
    assert user.is_active and "/second-factor/confirm/" in answer["Location"]


@pytest.mark.parametrize("name", ["disable", "end-sessions", "open-lock", "remove-factor"])
def test_a_clerk_cannot_touch_a_colleague_nor_himself(name: str) -> None:
    clerk_user, colleague = person(Role.CLERK), person(Role.ADMINISTRATOR)
    clerk = Client()
    clerk.force_login(clerk_user)
    give_code(clerk)
    assert clerk.get(f"{HOME}users/{colleague.pk}/{name}/").status_code == 200, "the code was not taken"
    before = AuditEntry.objects.count()
    for target in (colleague, clerk_user):
        clerk.post(f"{HOME}users/{target.pk}/{name}/", REASON)
        target.refresh_from_db()
        assert target.is_active and has_factor(target)
    assert not FactorRemovalRequest.objects.exists() and AuditEntry.objects.count() == before


def test_an_administrator_looks_after_the_office() -> None:
    clerk = person(Role.CLERK)
    act(signed_in(Role.ADMINISTRATOR), clerk, "disable")
    clerk.refresh_from_db()
    assert not clerk.is_active


def test_a_factor_is_removed_by_two_people_and_not_by_one() -> None:
    user = UserFactory()
    with_factor(user)
    asking, deciding = signed_in(Role.CLERK), signed_in(Role.MANAGER)
    customer = Client()
    customer.force_login(user)
    act(asking, user, "remove-factor")
    asked = FactorRemovalRequest.objects.get(user=user)
    approve = f"{HOME}removals/{asked.pk}/approve/"
    assert "Two different people" in asking.post(approve, follow=True).content.decode()
    assert has_factor(user)
    assert user.email in deciding.get(f"{HOME}removals/").content.decode()
    deciding.post(approve)
    assert not has_factor(user) and customer.get("/en/accounts/devices/").status_code == 302


def test_a_refused_request_leaves_the_factor() -> None:
    user = UserFactory()
    with_factor(user)
    act(signed_in(Role.CLERK), user, "remove-factor")
    asked = FactorRemovalRequest.objects.get(user=user)
    deciding = signed_in(Role.CLERK)
    deciding.post(f"{HOME}removals/{asked.pk}/refuse/")
    assert has_factor(user)
    assert (
        "no longer open" in deciding.post(f"{HOME}removals/{asked.pk}/approve/", follow=True).content.decode()
    )


@pytest.mark.parametrize("role", [Role.CASHIER, Role.DISPATCHER, Role.NETWORK_OPERATOR])
def test_other_positions_do_not_find_these_screens(role: Role) -> None:
    client = signed_in(role)
    paths = (HOME, f"{HOME}users/1/", f"{HOME}users/1/disable/", f"{HOME}removals/")
    assert {client.get(path).status_code for path in paths} == {404}
