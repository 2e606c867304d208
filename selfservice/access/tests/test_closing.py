"""The contract's end ends access: first to acting, then to looking; and a broken feed ends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.http import Http404
from django.test import Client
from django.utils import timezone

from ebok.audit.models import AuditEntry
from ebok.core.models import Alarm
from ebok.outbox.models import Job
from selfservice.access import closing, closing_mail, queries
from selfservice.access.closing import MOST_AT_ONCE, watch_closings
from selfservice.access.models import AccountAccess, ClosedAccount
from selfservice.access.queries import access_to, customer_accounts
from selfservice.access.tasks import watch
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.models import Account
from selfservice.exchange.permission import loader_writes
from selfservice.exchange.tests.factories import AccountFactory, ContractFactory, FeedFactory

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False) as frozen:
        yield frozen


@pytest.fixture
def access() -> AccountAccess:
    FeedFactory()
    AccountFactory(account_no="100245")
    return AccessFactory(user__language="en")


def set_active(active: bool) -> None:
    with loader_writes():
        Account.objects.filter(pk="100245").update(active=active)


def test_an_account_in_force_is_left_alone(access: AccountAccess) -> None:
    ContractFactory(account_id="100245", valid_to=date(2026, 11, 21))
    found = watch_closings()
    assert (found.closed, found.reopened, found.ended) == ([], [], [])
    assert not ClosedAccount.objects.exists()


@pytest.mark.parametrize("how", ["inactive", "contract over"])
def test_a_closed_account_is_looked_at_and_no_more(access: AccountAccess, how: str) -> None:
    if how == "inactive":
        set_active(False)
    else:
        ContractFactory(account_id="100245", valid_to=date(2026, 11, 20))
        ContractFactory(account_id="100245", valid_to=None, kind="annex")
    assert watch_closings().closed == ["100245"]
    assert ClosedAccount.objects.get().closed_on == date(2026, 11, 21)
    assert access_to(user=access.user, account_no="100245", level="view").read_only_until is not None
    for level in ("pay", "act"):
        with pytest.raises(Http404):
            access_to(user=access.user, account_no="100245", level=level)


def test_a_helper_is_out_before_any_round_and_the_owner_keeps_looking(
    access: AccountAccess, client: Client
) -> None:
    helper = AccessFactory(delegate=True)
    client.force_login(helper.user)
    page = "/en/portal/accounts/100245/"
    assert client.get(page).status_code == 200
    set_active(False)
    assert client.get(page).status_code == client.get(f"{page}invoices/").status_code == 404
    client.force_login(access.user)
    assert client.get(page).status_code == 200


def test_the_round_ends_helpers_at_once_in_writing_and_tells_them(access: AccountAccess) -> None:
    helper = AccessFactory(delegate=True, user__language="en")
    set_active(False)
    assert watch_closings().ended == ["100245"]
    helper.refresh_from_db()
    access.refresh_from_db()
    assert (helper.revoked_at, access.revoked_at) == (timezone.now(), None)
    event = AuditEntry.objects.get(action="access.account_unlinked")
    assert (event.object_id, event.actor_role) == (str(helper.user_id), "system")
    told = Job.objects.filter(kind__in=[closing_mail.CLOSED, closing_mail.ENDED])
    assert {(job.kind, job.payload["access"]) for job in told} == {
        (closing_mail.CLOSED, access.pk),
        (closing_mail.ENDED, helper.pk),
    }
    closing_mail.tell_ended({"access": helper.pk})
    assert "has ended, and so has your access" in str(mail.outbox[0].body)
    assert "Do you need a document" not in str(mail.outbox[0].body)


def test_helpers_of_accounts_that_were_closed_earlier_are_ended_too(access: AccountAccess) -> None:
    set_active(False)
    watch_closings()
    late = AccessFactory(delegate=True)
    watch_closings()
    late.refresh_from_db()
    assert late.revoked_at is not None


def test_a_helper_stays_while_the_billing_system_does_not_answer(
    access: AccountAccess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*args: Any, **kwargs: Any) -> Any:
        raise OperationalError

    helper = AccessFactory(delegate=True)
    monkeypatch.setattr(queries, "scoped", silent)
    assert access_to(user=helper.user, account_no="100245") == helper


def test_one_contract_that_goes_on_keeps_the_account_open(access: AccountAccess) -> None:
    ContractFactory(account_id="100245", valid_to=date(2020, 1, 1))
    ContractFactory(account_id="100245", valid_to=None)
    assert watch_closings().closed == []


def test_access_ends_in_an_open_session_when_the_time_is_over(
    access: AccountAccess, clock: Any, client: Client
) -> None:
    set_active(False)
    watch_closings()
    end = ClosedAccount.objects.get().access_ends_at
    assert timezone.localdate(end) == date(2027, 2, 20)
    clock.move_to(end - timedelta(seconds=1))
    client.force_login(access.user)
    assert client.get("/en/portal/accounts/100245/").status_code == 200
    clock.shift(timedelta(seconds=1))
    assert client.get("/en/portal/accounts/100245/").status_code == 404
    assert watch_closings().ended == ["100245"]
    access.refresh_from_db()
    assert access.revoked_at is not None


def test_people_are_told_at_the_closing_and_at_the_end_once(access: AccountAccess, clock: Any) -> None:
    set_active(False)
    for _round in range(3):
        watch_closings()
    clock.shift(timedelta(days=100))
    for _round in range(3):
        watch_closings()
    handlers = {closing_mail.CLOSED: closing_mail.tell_closed, closing_mail.ENDED: closing_mail.tell_ended}
    for job in Job.objects.order_by("pk"):
        handlers[job.kind](job.payload)
    assert [message.subject for message in mail.outbox] == [
        "Customer account 100245 is closed",
        "Access to customer account 100245 has ended",
    ]
    assert "Until 20 February 2027, 0:00 you can look at it" in str(mail.outbox[0].body)


def test_an_account_that_was_opened_again_is_as_before(access: AccountAccess) -> None:
    set_active(False)
    watch_closings()
    set_active(True)
    assert watch_closings().reopened == ["100245"]
    assert access_to(user=access.user, account_no="100245", level="act")
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {
        "access.account_closed",
        "access.account_reopened",
    }


def test_an_account_that_the_feed_leaves_out_is_not_closed(access: AccountAccess) -> None:
    AccessFactory(account_no="never shared")
    assert watch_closings().closed == []


def test_a_delivery_that_closes_everybody_is_taken_for_a_fault(access: AccountAccess) -> None:
    for number in range(MOST_AT_ONCE + 1):
        AccountFactory(account_no=f"{number}", active=False)
        AccessFactory(account_no=f"{number}")
    with pytest.raises(CommandError, match="Too many"):
        call_command("watch_closings")
    assert Alarm.objects.filter(code=closing.ALARM, cleared_at=None).exists()
    assert not ClosedAccount.objects.exists()
    call_command("watch_closings", confirm=True, verbosity=0)
    assert ClosedAccount.objects.count() == MOST_AT_ONCE + 1


def test_nothing_is_concluded_from_a_silent_exchange(
    access: AccountAccess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*args: Any, **kwargs: Any) -> Any:
        raise OperationalError

    set_active(False)
    monkeypatch.setattr(closing, "before_access", silent)
    watch()
    assert not ClosedAccount.objects.exists() and customer_accounts(access.user) == [access]
