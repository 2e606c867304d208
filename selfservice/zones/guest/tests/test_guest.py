"""Tickets of people without a sign-in: sent, found, answered, rated, and joined to a user."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.test import Client
from django.utils import timezone

from ebok.audit.models import AuditEntry
from selfservice.access.ending import end_access
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import AccountFactory
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import PASSWORD, UserFactory, person
from selfservice.tickets.links import rating_path
from selfservice.tickets.models import Ticket
from selfservice.tickets.services import Guest, change_state, claim_guest_tickets
from selfservice.tickets.tests.factories import CategoryFactory, a_guest_ticket, a_ticket

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
FORM = "/en/zgloszenia/nowe/outage/"
TRACK = "/en/zgloszenia/sprawdz/"


def facts(**more: object) -> dict[str, object]:
    known = {"subject": "No water", "text": "None at all", "name": "Anna Zmyślona", "token": "one"}
    return {**known, "email": "Anna@Example.org", **more}


def proof(ticket: Ticket, email: str = "guest@example.org") -> dict[str, str]:
    return {"number": ticket.signature.lower(), "email": email}


def test_a_guest_sends_a_ticket_once_and_is_told_its_number(client: Client) -> None:
    for _press in range(2):
        answer = client.post(FORM, facts(place="Lipowa 12"), follow=True)
    ticket = Ticket.objects.get()
    assert ticket.signature in answer.content.decode()
    assert (ticket.guest_email, ticket.channel, ticket.user) == ("anna@example.org", "guest", None)


def test_a_telephone_number_that_is_none_is_refused_and_a_spaced_one_is_taken(client: Client) -> None:
    refused = client.post(FORM, facts(place="Lipowa 12", phone="abc"))
    assert refused.status_code == 422
    assert "Give a telephone number" in refused.content.decode()
    client.post(FORM, facts(place="Lipowa 12", phone="+48 600 100-200"))
    assert Ticket.objects.get().guest_phone == "+48600100200"


def test_only_categories_for_guests_are_offered(client: Client) -> None:
    assert "instalments" not in client.get("/en/zgloszenia/").content.decode()
    assert client.get("/en/zgloszenia/nowe/instalments/").status_code == 404
    CategoryFactory.create(code="hidden", for_guests=True, is_active=False)
    assert client.get("/en/zgloszenia/nowe/hidden/").status_code == 404


def test_number_and_address_open_a_ticket_for_an_hour_and_for_nobody_else(client: Client) -> None:
    ticket = a_guest_ticket(text="Only for Anna")
    path = f"/en/zgloszenia/sprawa/{ticket.signature}/"
    assert client.get(path)["Location"] == f"{TRACK}?number={ticket.signature}"
    assert "Only for Anna" in client.post(TRACK, proof(ticket), follow=True).content.decode()
    assert "Only for Anna" in client.get(path).content.decode()
    assert Client().get(path).status_code == 302
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert client.get(path).status_code == 302


def test_a_ticket_that_joined_an_account_is_read_with_the_account_alone(client: Client) -> None:
    """Else whoever lost the account would read on with number and address what is answered to others."""
    ticket = a_guest_ticket("once-owner@example.org", text="No water here")
    client.post(TRACK, proof(ticket, "once-owner@example.org"))
    path = f"/en/zgloszenia/sprawa/{ticket.signature}/"
    access = AccessFactory(account_no="100245", user=UserFactory(email="once-owner@example.org"))
    claim_guest_tickets(user=access.user)
    ticket.refresh_from_db()
    assert ticket.account_no == "100245"
    end_access(access=access, actor=person(Role.CLERK), reason="was never his")
    assert client.get(path).status_code == 302
    refused = client.post(TRACK, proof(ticket, "once-owner@example.org"))
    assert refused.status_code == 422 and "after signing in" in refused.content.decode()


def test_a_callers_ticket_of_an_account_without_a_sign_in_is_followed_by_its_number(client: Client) -> None:
    AccountFactory(account_no="100245")
    caller = Guest(name="Anna Zmyślona", email="guest@example.org")
    ticket = a_ticket(guest=caller, account_no="100245", actor=person(Role.CLERK), channel="phone")
    assert client.post(TRACK, proof(ticket)).status_code == 302


def test_an_unknown_number_and_a_wrong_address_look_alike(client: Client) -> None:
    ticket = a_guest_ticket()
    wrong = client.post(TRACK, proof(ticket, "other@example.org"))
    unknown = client.post(TRACK, {"number": "Z-00000-00000", "email": "other@example.org"})
    assert wrong.status_code == unknown.status_code == 422
    text = wrong.content.decode().replace(ticket.signature.lower(), "NUMBER")
    assert len(text) == len(unknown.content.decode().replace("Z-00000-00000", "NUMBER"))
    assert AuditEntry.objects.filter(action="tickets.guest_refused").count() == 2


@pytest.mark.long
def test_wrong_tries_are_held_up_and_a_right_one_costs_nothing() -> None:
    ticket = a_guest_ticket()
    for _try in range(20):
        assert Client().post(TRACK, proof(ticket)).status_code == 302
    answers = [Client().post(TRACK, proof(ticket, f"{n}@example.org")).status_code for n in range(8)]
    assert answers.count(422) == 6 and answers[-1] == 429


@pytest.mark.long
def test_wrong_tries_of_one_person_do_not_hold_up_a_whole_network() -> None:
    for number in range(30):
        Client().post(TRACK, {"number": f"Z-{number:05}-00000", "email": "guesser@example.org"})
    assert Client().post(TRACK, proof(a_guest_ticket())).status_code == 302


def test_a_customers_ticket_is_opened_by_no_number(client: Client) -> None:
    ticket = a_ticket()
    for email in (ticket.user.email, ""):
        assert client.post(TRACK, proof(ticket, email)).status_code == 422


def test_a_guest_writes_more_and_opens_the_ticket_again(client: Client) -> None:
    ticket = a_guest_ticket()
    client.post(TRACK, proof(ticket))
    path = f"/en/zgloszenia/sprawa/{ticket.signature}/"
    client.post(path, {"text": "Still none", "token": "a"})
    change_state(ticket=ticket, state="done", actor=person(Role.CLERK), seen_version=2)
    client.post(f"{path}otworz/")
    ticket.refresh_from_db()
    assert (ticket.state, ticket.entries.count()) == ("open", 4)


def test_opening_a_rating_link_rates_nothing_and_pressing_does_once(client: Client) -> None:
    ticket = a_guest_ticket()
    change_state(ticket=ticket, state="done", actor=person(Role.CLERK), seen_version=1)
    path = rating_path(ticket)
    for _look in range(3):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    ticket.refresh_from_db()
    assert ticket.rating is None
    assert client.post(path, {"rating": "9"}).status_code == 422
    assert client.post(path, {"rating": "4"}).status_code == 200
    assert client.post(path, {"rating": "1"}).status_code == 409
    ticket.refresh_from_db()
    assert ticket.rating == 4
    assert client.get(f"{path[:-2]}x/").status_code == 404


def test_guest_tickets_come_to_whoever_confirms_the_address(client: Client) -> None:
    ticket, other = a_guest_ticket("anna@example.org"), a_guest_ticket("ola@example.org")
    user = UserFactory.create(email="anna@example.org", confirmed=False)
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    ticket.refresh_from_db()
    assert ticket.user is None
    address = EmailAddress.objects.get(user=user)
    address.verified = True
    address.save()
    email_confirmed.send(sender=EmailAddress, request=None, email_address=address)
    ticket.refresh_from_db()
    other.refresh_from_db()
    assert (ticket.user, other.user) == (user, None)
    client.force_login(user)
    assert ticket.signature in client.get("/en/portal/cases/").content.decode()


def test_guest_tickets_sent_later_come_at_the_next_sign_in(client: Client) -> None:
    user = UserFactory.create(email="anna@example.org")
    ticket = a_guest_ticket("anna@example.org")
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    ticket.refresh_from_db()
    assert ticket.user == user


def test_robots_have_to_prove_themselves(client: Client, settings) -> None:
    settings.ROBOT_CHECK = "always"
    answer = client.post(FORM, facts())
    assert answer.status_code == 422 and Ticket.objects.count() == 0
    assert "None at all" in answer.content.decode()


@pytest.mark.long
def test_one_network_sends_so_many_tickets_an_hour(client: Client) -> None:
    answers = [client.post(FORM, facts(token=str(number))).status_code for number in range(21)]
    assert answers == [302] * 20 + [429]
