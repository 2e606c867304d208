"""The owner sees who looked at his account; staff by position and reason, nobody by more than that."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ebok.audit.actions import registered
from ebok.audit.models import AuditEntry
from ebok.audit.services import record
from selfservice.access.consents.desk import write_down
from selfservice.access.feeds.services import make_token
from selfservice.access.invitations.services import invite
from selfservice.access.linking.desk import link_at_desk
from selfservice.access.looks import LOOKS, PAGE_SIZE
from selfservice.access.models import AccountAccess
from selfservice.access.services import change_terms
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import AccountFactory, FeedFactory
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import UserFactory, person

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
HOME = "/en/portal/accounts/100245/"
PAGE = f"{HOME}who-looked/"


@pytest.fixture
def owner(client: Client) -> Client:
    AccountFactory(account_no="100245")
    FeedFactory()
    client.force_login(AccessFactory(account_no="100245").user)
    return client


def test_own_looks_and_those_of_delegates_are_told_by_address(owner: Client) -> None:
    helper = AccessFactory(account_no="100245", delegate=True).user
    visitor = Client()
    visitor.force_login(helper)
    visitor.get(HOME)
    text = owner.get(PAGE).content.decode()
    assert helper.email in text and ">You<" in text


def test_opening_is_recorded_once_a_session(owner: Client) -> None:
    for _times in range(3):
        owner.get(HOME)
    assert AuditEntry.objects.filter(action="access.account_opened").count() == 1


def test_staff_are_told_by_position_and_reason_and_never_by_name(owner: Client) -> None:
    clerk = person(Role.CLERK, email="jadwiga.clerk@example.org")
    record(
        action="staff.personal_page_read",
        actor=clerk,
        actor_role="clerk",
        account_no="100245",
        reason="a question about the July invoice",
    )
    text = owner.get(PAGE).content.decode()
    assert "Clerk, eBOK" in text and "a question about the July invoice" in text
    assert "jadwiga" not in text


def test_who_let_whom_in_and_who_consented_stands_there(owner: Client) -> None:
    access = AccountAccess.objects.get()
    helper = AccessFactory(account_no="100245", delegate=True)
    until = timezone.now() + timedelta(days=30)
    invite(
        accesses=[access],
        email="new@example.org",
        level="view",
        purpose="",
        access_until=until,
        form_key="1",
    )
    change_terms(access=helper, level="pay", expires_at=until, actor=access.user)
    write_down(
        clerk=person(Role.CLERK),
        access=access,
        consent="marketing",
        is_given=True,
        channel="phone",
        reason="called us",
    )
    text = owner.get(PAGE).content.decode()
    assert "Invited somebody" in text and "Changed the terms" in text
    assert "Gave a consent" in text and "called us" in text


def test_linking_at_the_desk_is_one_line_with_its_reason(owner: Client) -> None:
    customer = UserFactory(email="spouse@example.org")
    link_at_desk(
        clerk=person(Role.CLERK),
        account_no="100245",
        email=customer.email,
        document_checked=True,
        reason="showed the identity card",
    )
    text = owner.get(PAGE).content.decode()
    assert text.count("showed the identity card") == 1 and "Access to the account was given" in text


def test_a_program_with_a_token_is_a_look_once_a_day(owner: Client) -> None:
    helper = AccessFactory(account_no="100245", delegate=True).user
    headers = {"Authorization": f"Bearer {make_token(user=helper, name='x')}"}
    now = timezone.now()
    for days in (0, 0, 1):
        with time_machine.travel(now + timedelta(days=days), tick=False):
            Client(headers=headers).get("/api/v1/portal/accounts/100245/ledger")
    events = AuditEntry.objects.filter(action="access.account_fetched")
    assert list(events.values_list("actor_id", flat=True)) == [str(helper.pk)] * 2
    assert "Fetched data of the account by a program" in owner.get(PAGE).content.decode()


def test_the_offices_own_affairs_and_other_accounts_are_not_shown(owner: Client) -> None:
    record(action="access.denied", account_no="100245", reason="a stranger's try")
    record(action="documents.downloaded", account_no="200", object_id="FV/of-somebody-else")
    text = owner.get(PAGE).content.decode()
    assert "a stranger" not in text and "FV/of-somebody-else" not in text


def test_a_delegate_does_not_see_the_list(owner: Client) -> None:
    helper = Client()
    helper.force_login(AccessFactory(account_no="100245", delegate=True, level="act").user)
    assert helper.get(PAGE).status_code == 404


def test_every_event_shown_is_one_that_the_log_knows() -> None:
    assert set(LOOKS) <= set(registered())


def test_the_list_is_walked_page_by_page_at_equal_cost(owner: Client) -> None:
    for number in range(PAGE_SIZE * 2):
        record(action="documents.downloaded", account_no="100245", object_id=f"file-{number:03}")
    owner.get(PAGE)
    seen, url, costs = [], PAGE, []
    while url:
        with CaptureQueriesContext(connection) as captured:
            answer = owner.get(url)
        costs.append(len(captured))
        seen += [look.entry.pk for look in answer.context["rows"]]
        older = answer.context["older_url"]
        url = f"{PAGE}{older}" if older else ""
    assert len(seen) == len(set(seen)) == PAGE_SIZE * 2 + 1
    assert seen == sorted(seen, reverse=True) and max(costs) <= 8
