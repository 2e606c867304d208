"""Whoever opens a ticket that was joined with another one is told, and led to the one that goes on."""

from __future__ import annotations

import pytest
from django.test import Client

from selfservice.access.tests.factories import AccessFactory
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import person
from selfservice.tickets.services import merge
from selfservice.tickets.tests.factories import a_guest_ticket, a_ticket

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
TOLD = "joined with another one, where all goes on"


def test_a_customer_is_led_on_and_keeps_what_he_wrote(client: Client) -> None:
    owner = AccessFactory.create(account_no="100245").user
    old, kept = a_ticket(actor=owner, text="My first story"), a_ticket(actor=owner)
    merge(ticket=old, into=kept, actor=person(Role.CLERK), seen_version=1)
    client.force_login(owner)
    base = "/en/portal/accounts/100245/tickets/"
    page = client.get(f"{base}{old.signature}/").content.decode()
    assert TOLD in page and f'href="{base}{kept.signature}/"' in page and "My first story" in page
    assert 'name="text"' not in page
    late = client.post(f"{base}{old.signature}/", {"text": "Written too late", "token": "t"})
    assert late.status_code == 409
    assert f"{base}{kept.signature}/" in late.content.decode()
    assert TOLD not in client.get(f"{base}{kept.signature}/").content.decode()


def test_a_guest_is_led_on_too_and_need_not_prove_himself_again(client: Client) -> None:
    old, kept = a_guest_ticket(), a_guest_ticket(subject="The one that goes on")
    merge(ticket=old, into=kept, actor=person(Role.CLERK), seen_version=1)
    facts = {"number": old.signature, "email": "guest@example.org"}
    page = client.post("/en/zgloszenia/sprawdz/", facts, follow=True).content.decode()
    assert TOLD in page and f"/sprawa/{kept.signature}/" in page
    answer = client.get(f"/en/zgloszenia/sprawa/{kept.signature}/")
    assert answer.status_code == 200 and "The one that goes on" in answer.content.decode()
