"""Changes of contact data: asked once, decided by one clerk, done when the billing system says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from ebok.audit.models import AuditEntry
from ebok.outbox.models import Job
from selfservice.access.data_changes import tasks
from selfservice.access.data_changes.errors import (
    AlreadyAsked,
    AlreadyDecided,
    AskerGone,
    NothingChanges,
    NotOnesOwn,
    ReasonMissing,
)
from selfservice.access.data_changes.models import ChangeState, DataChange
from selfservice.access.data_changes.queries import differences, pending
from selfservice.access.data_changes.services import approve, ask, reject, settle, take_back
from selfservice.access.data_changes.tests.factories import a_request, an_account
from selfservice.access.services import revoke_access
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.models import Account
from selfservice.exchange.outgoing.models import Entry
from selfservice.exchange.outgoing.services import answer
from selfservice.identity.models import User
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import person

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


@pytest.fixture
def owner() -> User:
    return AccessFactory(account_no="100245").user


@pytest.fixture
def clerk() -> User:
    return person(Role.CLERK)


def test_only_what_differs_is_kept_and_never_the_value_before(owner: User) -> None:
    change = a_request(user=owner)
    assert change.wanted == {"phone": "600300400"}
    stored = str(DataChange.objects.values().get()) + str(list(AuditEntry.objects.values()))
    assert "600100200" not in stored and "old@example.com" not in stored


def test_a_clerk_sees_the_value_of_the_exchange_as_it_is_when_he_decides(owner: User) -> None:
    change = a_request(user=owner)
    later = Account(account_no="100245", phone="600999999")
    assert [(row.name, row.old, row.new) for row in differences(change=change, account=later)] == [
        ("phone", "600999999", "600300400")
    ]
    assert differences(change=change, account=None)[0].old is None


def test_asking_for_what_is_there_already_is_answered_kindly(owner: User) -> None:
    with pytest.raises(NothingChanges):
        a_request(user=owner, phone="600100200")


def test_one_request_of_a_kind_is_open_at_a_time(owner: User) -> None:
    account = an_account()
    change = a_request(user=owner, account=account)
    with pytest.raises(AlreadyAsked):
        a_request(user=owner, account=account, phone="600555555")
    ask(account=account, field_set="address", values={"street": "ul. Nowa"}, user=owner)
    take_back(change=change, user=owner)
    a_request(user=owner, account=account, phone="600555555")
    assert pending().count() == 2


def test_fields_of_another_set_cannot_be_smuggled_in(owner: User) -> None:
    change = a_request(user=owner, phone="600300400", balance="0.00", street="ul. Nowa", name="X")
    assert change.wanted == {"phone": "600300400"}


def test_an_approved_change_goes_to_the_billing_system_and_is_done_when_accepted(
    owner: User, clerk: User
) -> None:
    change = a_request(user=owner)
    entry = approve(change=change, clerk=clerk)
    assert (entry.kind, entry.payload) == (
        "data_change.approved",
        {"request": change.pk, "fields": {"phone": {"new": "600300400"}}},
    )
    assert change.state == ChangeState.APPROVED
    answer(seq=entry.seq, state="accepted")
    change.refresh_from_db()
    assert (change.state, change.ended_at is None) == (ChangeState.DONE, False)
    settle(entry=Entry.objects.get(seq=entry.seq))  # heard twice
    codes = AuditEntry.objects.filter(action__startswith="data_changes.").order_by("id")
    assert [code.action for code in codes] == [
        "data_changes.asked",
        "data_changes.approved",
        "data_changes.answered",
    ]


def test_the_customer_reads_why_the_billing_system_refused(owner: User, clerk: User) -> None:
    change = a_request(user=owner)
    answer(seq=approve(change=change, clerk=clerk).seq, state="rejected", reason="Nieznany operator")
    change.refresh_from_db()
    assert (change.state, change.reason) == (ChangeState.REFUSED, "Nieznany operator")


def test_a_rejection_needs_a_reason_and_reaches_the_customer(owner: User, clerk: User) -> None:
    change = a_request(user=owner)
    with pytest.raises(ReasonMissing):
        reject(change=change, clerk=clerk, reason="  ")
    reject(change=change, clerk=clerk, reason="Brak podpisu")
    assert (change.state, change.reason, Entry.objects.count()) == (ChangeState.REJECTED, "Brak podpisu", 0)
    assert Job.objects.filter(kind="identity.letter", payload__user_id=owner.pk).count() == 1


def test_of_two_clerks_the_first_decides(owner: User, clerk: User) -> None:
    change = a_request(user=owner)
    same = DataChange.objects.get(pk=change.pk)
    approve(change=change, clerk=clerk)
    for act in (
        lambda: approve(change=same, clerk=clerk),
        lambda: reject(change=same, clerk=clerk, reason="no"),
        lambda: take_back(change=same, user=owner),
    ):
        with pytest.raises(AlreadyDecided):
            act()
    assert Entry.objects.count() == 1


def test_another_owner_hears_of_the_request(owner: User) -> None:
    other = AccessFactory(account_no="100245").user
    a_request(user=owner)
    assert [job.payload["user_id"] for job in Job.objects.filter(kind="identity.letter")] == [other.pk]


def test_values_are_forgotten_some_days_after_the_end_in_the_journal_too(
    owner: User, clerk: User, settings
) -> None:
    settings.DATA_CHANGES_KEEP_DAYS = 30
    owner.accesses.update(valid_from=timezone.now() - timedelta(days=60))
    with time_machine.travel(timezone.now() - timedelta(days=31)):
        entry = approve(change=a_request(user=owner), clerk=clerk)
        answer(seq=entry.seq, state="accepted")
    recent = a_request(user=owner, account=an_account("200"))
    tasks.tidy()
    tasks.tidy()
    assert Entry.objects.get(seq=entry.seq).payload == {}
    assert DataChange.objects.exclude(pk=recent.pk).get().wanted == {}
    assert DataChange.objects.get(pk=recent.pk).wanted == {"phone": "600300400"}


@pytest.mark.parametrize("is_asker", [True, False])
def test_nobody_decides_for_himself_or_for_an_account_of_his_own(clerk: User, is_asker: bool) -> None:
    AccessFactory(account_no="100245", user=clerk)
    change = a_request(user=clerk if is_asker else AccessFactory(account_no="100245").user)
    with pytest.raises(NotOnesOwn):
        approve(change=change, clerk=clerk)
    with pytest.raises(NotOnesOwn):
        reject(change=change, clerk=clerk, reason="no")
    change.refresh_from_db()
    assert change.state == ChangeState.PENDING and not Entry.objects.exists()


@pytest.mark.parametrize("how", ["revoked", "ran out", "switched off", "erased"])
def test_what_somebody_asked_who_lost_the_account_is_not_approved(owner: User, clerk: User, how: str) -> None:
    change = a_request(user=owner)
    if how == "revoked":
        revoke_access(access=owner.accesses.get(), actor=None)
    elif how == "ran out":
        owner.accesses.update(expires_at=timezone.now())
    elif how == "switched off":
        User.objects.filter(pk=owner.pk).update(is_active=False)
    else:
        DataChange.objects.update(asked_by=None)
    change.refresh_from_db()
    with pytest.raises(AskerGone):
        approve(change=change, clerk=clerk)
    assert DataChange.objects.get().state == ChangeState.PENDING and not Entry.objects.exists()
    reject(change=change, clerk=clerk, reason="You have no access any more.")
    assert DataChange.objects.get().state == ChangeState.REJECTED


def test_a_request_of_a_delegate_of_today_who_was_an_owner_is_not_approved(owner: User, clerk: User) -> None:
    change = a_request(user=owner)
    revoke_access(access=owner.accesses.get(), actor=None)
    AccessFactory(account_no="100245", user=owner, delegate=True)
    with pytest.raises(AskerGone):
        approve(change=change, clerk=clerk)
