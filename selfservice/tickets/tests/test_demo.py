"""The demonstration has tickets in every state, made once."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from selfservice.access.demo import PEOPLE
from selfservice.identity.tests.factories import UserFactory
from selfservice.tickets.models import CannedReply, Entry, Ticket

pytestmark = pytest.mark.django_db


def test_running_it_twice_makes_the_same_tickets(settings) -> None:
    settings.DEMO = True
    for person in PEOPLE:
        UserFactory.create(email=person.email)
    for _run in range(2):
        call_command("demo_tickets", verbosity=0)
    assert sorted(Ticket.objects.values_list("state", flat=True)) == ["done", "new", "new", "waiting"]
    assert (Entry.objects.count(), CannedReply.objects.count()) == (6, 2)


def test_no_office_gets_demo_tickets() -> None:
    with pytest.raises(CommandError):
        call_command("demo_tickets")
