"""The desk: linking somebody who was recognised, and ending an access."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client

from ebok.audit.models import AuditEntry
from ebok.core.heartbeats import SCHEDULER, beat
from ebok.outbox.models import Job
from selfservice.access import ending, notices
from selfservice.access.linking import desk
from selfservice.access.models import AccountAccess
from selfservice.access.queries import customer_accounts
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.models import Account
from selfservice.exchange.permission import loader_writes
from selfservice.exchange.tests.factories import AccountFactory, FeedFactory
from selfservice.identity.roles import Role
from selfservice.identity.second_factor.tests.factories import code
from selfservice.identity.tests.factories import UserFactory, person

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
PAGE = "/en/staff/accounts/100245/access/"
LINK = f"{PAGE}link/"
REASON = "/en/staff/accounts/100245/reason/"
FORM = {"email": "customer@example.org", "document": "yes", "reason": "stood at the desk"}


@pytest.fixture
def clerk() -> Any:
    FeedFactory()
    AccountFactory(account_no="100245", name="Maria Zmyślona", email="holder@example.org")
    return person(Role.CLERK, email="clerk@example.org")


@pytest.fixture
def desk_client(clerk: Any, client: Client) -> Client:
    client.force_login(clerk)
    client.post("/en/accounts/second-factor/confirm/", {"code": code()})
    client.post(REASON, {"why": "call", "words": "asks about the July invoice"})
    return client


def test_a_clerk_links_somebody_with_a_confirmed_address(desk_client: Client, clerk: Any) -> None:
    customer = UserFactory(email="customer@example.org")
    assert desk_client.post(LINK, FORM)["Location"] == PAGE
    (access,) = customer_accounts(customer)
    assert (access.role, access.account_no) == ("owner", "100245")
    entry = AuditEntry.objects.get(action="linking.at_desk")
    assert (entry.actor_id, entry.actor_role, entry.reason) == (str(clerk.pk), "clerk", "stood at the desk")
    assert entry.details == {"document_checked": True}
    assert Job.objects.filter(kind=notices.KIND, key=f"{access.pk}:holder").exists()


@pytest.mark.long
def test_a_holder_whom_no_mail_reaches_is_told_by_letter_which_a_clerk_sees_and_settles(
    desk_client: Client, clerk: Any
) -> None:
    with loader_writes():
        Account.objects.filter(pk="100245").update(email="")
    UserFactory(email="customer@example.org")
    desk_client.post(LINK, FORM)
    for job in Job.objects.filter(kind=notices.KIND):
        notices.deliver(job.payload)
    beat(SCHEDULER)
    start = desk_client.get("/en/staff/").content.decode()
    assert "Holders to be told by letter" in start and f'href="{PAGE}">100245</a>' in start
    assert "No alarms" in start
    assert "Tell the holder by letter" in desk_client.get(PAGE).content.decode()
    for _twice in range(2):
        assert desk_client.post(f"{PAGE}told/")["Location"] == PAGE
    assert "Holders to be told by letter" not in desk_client.get("/en/staff/").content.decode()
    assert "Tell the holder by letter" not in desk_client.get(PAGE).content.decode()
    event = AuditEntry.objects.get(action="access.holder_told")
    assert (event.actor_id, event.account_no) == (str(clerk.pk), "100245")


def test_no_letter_is_asked_for_where_a_mail_reaches_somebody(desk_client: Client) -> None:
    UserFactory(email="customer@example.org")
    desk_client.post(LINK, FORM)
    for job in Job.objects.filter(kind=notices.KIND):
        notices.deliver(job.payload)
    assert "Holders to be told by letter" not in desk_client.get("/en/staff/").content.decode()


def test_without_a_document_nobody_is_linked(desk_client: Client) -> None:
    customer = UserFactory(email="customer@example.org")
    page = desk_client.post(LINK, {**FORM, "document": "no"}).content.decode()
    assert "look at an identity document first" in page
    assert not customer_accounts(customer)


def test_an_account_that_is_linked_already_is_told_in_words_for_the_clerk(desk_client: Client) -> None:
    UserFactory(email="customer@example.org")
    desk_client.post(LINK, FORM)
    page = desk_client.post(LINK, FORM).content.decode()
    assert "This person is an owner of this customer account already." in page


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"email": "nobody@example.org"}, "Nobody has confirmed"),
        ({"email": "unconfirmed@example.org"}, "Nobody has confirmed"),
        ({"email": "clerk@example.org"}, "Ask a colleague"),
        ({"reason": ""}, "This field is required"),
        ({"document": ""}, "This field is required"),
    ],
)
def test_nothing_is_linked_for_nobody_for_oneself_or_without_reason(
    desk_client: Client, changed: dict[str, str], told: str
) -> None:
    UserFactory(email="customer@example.org")
    UserFactory(email="unconfirmed@example.org", confirmed=False)
    assert told in desk_client.post(LINK, {**FORM, **changed}).content.decode()
    assert not AccountAccess.objects.exists()


def test_an_account_that_billing_does_not_share_is_not_linked(desk_client: Client) -> None:
    UserFactory(email="customer@example.org")
    answer = desk_client.post("/en/staff/accounts/999/access/link/", FORM)
    assert "shares no customer account" in answer.content.decode()
    assert not AccountAccess.objects.exists()


def test_the_page_shows_the_holder_and_everybody_and_is_an_event(desk_client: Client, clerk: Any) -> None:
    AccessFactory(user__email="owner@example.org")
    AccessFactory(delegate=True, user__email="helper@example.org")
    text = desk_client.get(PAGE).content.decode()
    assert all(word in text for word in ("Maria Zmyślona", "owner@example.org", "helper@example.org"))
    entry = AuditEntry.objects.get(action="staff.personal_page_read")
    assert (entry.actor_id, entry.account_no) == (str(clerk.pk), "100245")


def test_the_office_ends_also_an_owners_access_with_a_reason(desk_client: Client) -> None:
    access = AccessFactory(user__email="owner@example.org")
    session = Client()
    session.force_login(access.user)
    assert session.get("/en/portal/accounts/100245/").status_code == 200
    url = f"{PAGE}{access.pk}/end/"
    assert desk_client.post(url, {"reason": ""}).status_code == 200
    assert desk_client.post(url, {"reason": "moved out"})["Location"] == PAGE
    assert session.get("/en/portal/accounts/100245/").status_code == 404
    assert AuditEntry.objects.get(action="access.account_unlinked").reason == "moved out"
    assert Job.objects.filter(kind=ending.KIND).count() == 1
    assert desk_client.post(url, {"reason": "again"}).status_code == 404


def test_without_the_exchange_an_access_can_still_be_seen_and_ended(desk_client: Client) -> None:
    access = AccessFactory(user__email="owner@example.org")
    with mock.patch.object(desk, "before_access", side_effect=OperationalError):
        text = desk_client.get(PAGE).content.decode()
        assert "Billing data is not available" in text and "owner@example.org" in text
        desk_client.post(f"{PAGE}{access.pk}/end/", {"reason": "stolen phone"})
    access.refresh_from_db()
    assert access.revoked_at is not None


@pytest.mark.parametrize("page", ["link/", "{pk}/end/", "{pk}/consents/"])
def test_no_act_at_the_desk_without_a_fresh_code(client: Client, clerk: Any, page: str) -> None:
    client.force_login(clerk)
    url = PAGE + page.format(pk=AccessFactory().pk)
    for answer in (client.get(url), client.post(url, {**FORM, "answer": "yes"})):
        assert answer["Location"].startswith("/en/accounts/second-factor/confirm/?next=")
    assert not AuditEntry.objects.filter(action__in=["linking.at_desk", "access.account_unlinked"]).exists()


@pytest.mark.parametrize("role", [Role.CASHIER, Role.DISPATCHER, Role.READING_COORDINATOR])
def test_other_positions_have_no_desk(client: Client, clerk: Any, role: Role) -> None:
    client.force_login(person(role))
    assert client.get("/en/staff/desk/").status_code == 404
    assert client.get(PAGE).status_code == 404


def test_the_desk_leads_from_a_number_to_its_account(desk_client: Client) -> None:
    assert desk_client.get("/en/staff/desk/").status_code == 200
    assert desk_client.get("/en/staff/desk/", {"account_no": "100245"})["Location"] == PAGE


def test_a_number_is_found_however_it_is_grouped(desk_client: Client) -> None:
    assert desk_client.get("/en/staff/desk/", {"account_no": " 100 245 "})["Location"] == PAGE


def test_a_number_that_no_account_has_stays_at_the_search_and_is_no_event(
    desk_client: Client,
) -> None:
    page = desk_client.get("/en/staff/desk/", {"account_no": "Zielińska"})
    assert "shares no customer account with this number" in page.content.decode()
    unknown = "/en/staff/accounts/777/"
    desk_client.post(f"{unknown}reason/", {"why": "call", "words": "asks"})
    assert desk_client.get(f"{unknown}access/").status_code == 404
    desk_client.get(f"{unknown}access/link/")
    assert not AuditEntry.objects.filter(account_no__in=["777", "Zielińska"]).exists()


def test_an_account_that_billing_shares_no_more_is_found_by_those_who_had_access(desk_client: Client) -> None:
    AccessFactory(account_no="888")
    assert desk_client.get("/en/staff/desk/", {"account_no": "888"}).status_code == 302


def test_without_the_billing_system_an_unknown_number_is_not_opened(desk_client: Client) -> None:
    with mock.patch("selfservice.access.linking.desk.before_access", side_effect=OperationalError):
        page = desk_client.get("/en/staff/desk/", {"account_no": "777"})
    assert page.status_code == 200 and "cannot be read at the moment" in page.content.decode()


def test_from_the_account_a_clerk_goes_on_to_a_ticket_of_it(desk_client: Client) -> None:
    assert 'href="/en/staff/tickets/new/?account=100245"' in desk_client.get(PAGE).content.decode()
    assert "/?account=100245" in desk_client.get("/en/staff/tickets/new/?account=100245").content.decode()
