"""Cases sent without a sign-in, and the customer account that they are about."""

from __future__ import annotations

import pytest
from django.test import Client

from ebok.audit.models import AuditEntry
from selfservice.access.models import AccountAccess
from selfservice.access.services import link_account
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import AccountFactory, FeedFactory
from selfservice.identity.models import User
from selfservice.identity.tests.factories import UserFactory
from selfservice.tickets.models import Ticket
from selfservice.tickets.services import claim_guest_tickets, join_account
from selfservice.tickets.tests.factories import a_guest_ticket, a_ticket

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


def a_claimed_ticket(user: User) -> Ticket:
    """A case that the user sent before he signed in."""
    ticket = a_guest_ticket(user.email)
    claim_guest_tickets(user=user)
    ticket.refresh_from_db()
    return ticket


def account_of(ticket: Ticket) -> str:
    ticket.refresh_from_db()
    return ticket.account_no


def test_a_guests_case_joins_the_account_that_he_links_and_the_event_log_says_so() -> None:
    user = UserFactory.create(email="anna@example.org")
    ticket, other = a_claimed_ticket(user), a_guest_ticket("ola@example.org")
    assert account_of(ticket) == ""
    link_account(user=user, account_no="100245")
    assert (account_of(ticket), account_of(other)) == ("100245", "")
    event = AuditEntry.objects.get(action="tickets.joined_account")
    assert (event.object_id, event.account_no, event.actor_id) == (ticket.signature, "100245", str(user.pk))


def test_a_case_claimed_after_linking_joins_too() -> None:
    access = AccessFactory.create()
    assert account_of(a_claimed_ticket(access.user)) == "100245"


@pytest.mark.parametrize("seen", ["several", "as a delegate"])
def test_whoever_sees_more_than_his_own_account_is_asked(seen: str) -> None:
    user = UserFactory.create()
    ticket = a_claimed_ticket(user)
    if seen == "several":
        AccessFactory.create(user=user, account_no="200")
        link_account(user=user, account_no="100245")
    else:
        link_account(user=user, account_no="100245", role="delegate", level="act")
    assert account_of(ticket) == ""


def test_a_case_that_he_sent_signed_in_and_one_that_has_an_account_stay_where_they_are() -> None:
    user = UserFactory.create()
    own, of_other = a_ticket(actor=user, account_no=""), a_ticket(actor=user, account_no="200")
    link_account(user=user, account_no="100245")
    assert (account_of(own), account_of(of_other)) == ("", "200")


def test_a_case_moves_once_and_only_its_senders() -> None:
    user = UserFactory.create()
    ticket = a_claimed_ticket(user)
    first, second = (AccessFactory.create(user=user, account_no=number) for number in ("100245", "200"))
    assert not join_account(ticket=ticket, access=AccessFactory.create())
    assert join_account(ticket=ticket, access=first)
    assert not join_account(ticket=ticket, access=second)
    assert account_of(ticket) == "100245"


@pytest.fixture
def manager(client: Client) -> User:
    """Owner of two accounts; of a third he may only look at."""
    FeedFactory()
    user: User = UserFactory.create()
    for number in ("100245", "200"):
        AccountFactory(account_no=number)
        AccessFactory.create(user=user, account_no=number)
    AccessFactory.create(user=user, account_no="300", delegate=True)
    client.force_login(user)
    return user


@pytest.mark.long
def test_the_page_of_a_case_asks_which_account_it_is_about_and_moves_it(
    client: Client, manager: User
) -> None:
    ticket = a_claimed_ticket(manager)
    path = f"/en/portal/cases/{ticket.signature}/"
    page = client.get(path).content.decode()
    assert "Which account is it about?" in page and '"300"' not in page
    answer = client.post(f"{path}account/", {"account_no": "200"})
    assert answer["Location"] == f"/en/portal/accounts/200/tickets/{ticket.signature}/"
    assert account_of(ticket) == "200"
    page = client.get(answer["Location"]).content.decode()
    assert ticket.signature in page and "Which account is it about?" not in page
    assert ticket.signature in client.get("/en/portal/accounts/200/history/").content.decode()


@pytest.mark.parametrize("number", ["300", "FOREIGN", "\0" * 99, ""])
def test_a_case_joins_no_account_under_which_its_sender_may_not_act(
    client: Client, manager: User, number: str
) -> None:
    ticket = a_claimed_ticket(manager)
    path = f"/en/portal/cases/{ticket.signature}/"
    page = client.post(f"{path}account/", {"account_no": number}, follow=True)
    assert page.redirect_chain[-1][0] == path and "Choose a customer account." in page.content.decode()
    assert account_of(ticket) == ""


def test_nobody_moves_the_case_of_another(client: Client, manager: User) -> None:
    ticket = a_claimed_ticket(UserFactory.create())
    assert AccountAccess.objects.filter(user=manager).exists()
    path = f"/en/portal/cases/{ticket.signature}/account/"
    assert client.post(path, {"account_no": "200"}).status_code == 404
    assert account_of(ticket) == ""
