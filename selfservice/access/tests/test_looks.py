"""The owner sees who looked at his account; staff by position and reason, nobody by more than that."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ebok.audit.actions import registered
from ebok.audit.models import AuditEntry
from ebok.audit.services import record
from selfservice.access.looks import LOOKS, PAGE_SIZE
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import AccountFactory, FeedFactory
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import person

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
