"""Who has access to a customer account, from when and until when."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.utils import timezone

from ebok.audit.models import AuditEntry
from selfservice.access.errors import AlreadyLinked
from selfservice.access.models import AccessLevel, AccessRole, AccountAccess
from selfservice.access.queries import access_to, customer_accounts, people_with_access
from selfservice.access.services import link_account, revoke_access
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import AccountFactory, FeedFactory
from selfservice.identity.tests.factories import UserFactory

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "friend"},
        {"level": "all"},
        {"role": "owner", "level": "view"},
        {"account_no": ""},
        {"expires_at": timezone.now() - timedelta(days=3)},
    ],
)
def test_the_database_refuses_a_senseless_access(wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessFactory(**wrong)


def test_one_person_has_one_unrevoked_access_to_an_account() -> None:
    access = AccessFactory(revoked=True)
    AccessFactory(user=access.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessFactory(user=access.user, delegate=True)


def test_own_accounts_come_first() -> None:
    user = UserFactory()
    AccessFactory(user=user, account_no="1", delegate=True)
    AccessFactory(user=user, account_no="9")
    AccessFactory(user=user, account_no="5")
    assert [access.account_no for access in customer_accounts(user)] == ["5", "9", "1"]


@pytest.mark.parametrize("trait", ["expired", "revoked"])
def test_an_access_of_the_past_opens_nothing(trait: str) -> None:
    access = AccessFactory(**{trait: True})
    assert customer_accounts(access.user) == []
    with pytest.raises(Http404):
        access_to(user=access.user, account_no="100245")


def test_an_access_of_the_future_opens_nothing_yet() -> None:
    access = AccessFactory(valid_from=timezone.now() + timedelta(hours=1))
    assert customer_accounts(access.user) == []


def test_a_level_includes_the_lower_ones_and_no_higher() -> None:
    allowed = {
        level: [wanted for wanted in AccessLevel.values if AccountAccess(level=level).allows(wanted)]
        for level in AccessLevel.values
    }
    assert allowed == {"view": ["view"], "pay": ["view", "pay"], "act": ["view", "pay", "act"]}


def test_a_viewing_delegate_is_refused_where_paying_is_asked() -> None:
    access = AccessFactory(delegate=True)
    assert access_to(user=access.user, account_no="100245") == access
    with pytest.raises(Http404):
        access_to(user=access.user, account_no="100245", level=AccessLevel.PAY)


def test_a_refusal_stands_in_the_event_log() -> None:
    user = UserFactory()
    with pytest.raises(Http404):
        access_to(user=user, account_no="100245")
    entry = AuditEntry.objects.get(action="access.denied")
    assert (entry.actor_id, entry.actor_role, entry.account_no) == (str(user.pk), "customer", "100245")


def test_access_ends_in_an_open_session_the_moment_it_expires(client: Client) -> None:
    AccountFactory(account_no="100245")
    FeedFactory()
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False) as clock:
        access = AccessFactory(delegate=True, expires_at=timezone.now() + timedelta(minutes=5))
        client.force_login(access.user)
        clock.shift(timedelta(minutes=4, seconds=59))
        assert client.get("/en/portal/accounts/100245/").status_code == 200
        clock.shift(timedelta(seconds=1))
        assert client.get("/en/portal/accounts/100245/").status_code == 404


def test_access_ends_in_an_open_session_the_moment_it_is_revoked(client: Client) -> None:
    AccountFactory(account_no="100245")
    FeedFactory()
    access = AccessFactory()
    client.force_login(access.user)
    assert client.get("/en/portal/accounts/100245/").status_code == 200
    revoke_access(access=access, actor=None, reason="moved out")
    assert client.get("/en/portal/accounts/100245/").status_code == 404


def test_linking_and_ending_stand_in_the_event_log_once() -> None:
    clerk, customer = UserFactory(is_staff=True), UserFactory()
    access = link_account(user=customer, account_no="100245", granted_by=clerk)
    for _twice in range(2):
        revoke_access(access=access, actor=clerk, reason="moved out")
    log = AuditEntry.objects.filter(action__startswith="access.").order_by("id")
    assert [(entry.action, entry.actor_id, entry.object_id) for entry in log] == [
        ("access.account_linked", str(clerk.pk), str(customer.pk)),
        ("access.account_unlinked", str(clerk.pk), str(customer.pk)),
    ]


def test_an_account_is_linked_once_but_again_after_expiry() -> None:
    user = UserFactory()
    link_account(user=user, account_no="100245")
    with pytest.raises(AlreadyLinked):
        link_account(user=user, account_no="100245")
    old = AccessFactory(user=user, account_no="200", delegate=True, expired=True)
    new = link_account(user=user, account_no="200", role=AccessRole.DELEGATE, level=AccessLevel.PAY)
    old.refresh_from_db()
    assert old.revoked_at is not None
    assert customer_accounts(user)[-1] == new


def test_an_owner_sees_who_has_access_now() -> None:
    own = AccessFactory()
    helper = AccessFactory(delegate=True)
    AccessFactory(delegate=True, expired=True)
    AccessFactory(account_no="other")
    assert people_with_access(access=own) == [own, helper]
