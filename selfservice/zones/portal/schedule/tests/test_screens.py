"""The schedule, its reminder and a missed collection as a customer sees them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from selfservice.access.tests.factories import AccessFactory
from selfservice.contracts.reminders.models import CollectionReminder
from selfservice.exchange.models import ServicePoint
from selfservice.exchange.tests.factories import (
    AccountFactory,
    CollectionFactory,
    FeedFactory,
    ServicePointFactory,
)
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import person
from selfservice.tickets.models import Ticket
from selfservice.tickets.services import change_state, merge
from selfservice.tickets.tests.factories import a_ticket

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
URL = "/en/portal/accounts/100245/"


@pytest.fixture
def owner(client: Client) -> Iterator[Client]:
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False):
        AccountFactory(account_no="100245")
        FeedFactory()
        area = ServicePointFactory(account_id="100245").area
        CollectionFactory(collection_id="PAST", area=area, on_date=date(2026, 11, 19), fraction="szkło")
        CollectionFactory(collection_id="OFF", area=area, on_date=date(2026, 12, 24), cancelled=True)
        CollectionFactory(collection_id="NEW", area=area, on_date=date(2026, 12, 28), note="po świętach")
        client.force_login(AccessFactory(account_no="100245").user)
        yield client


def test_the_list_shows_coming_moved_and_past_visits(owner: Client) -> None:
    page = owner.get(f"{URL}schedule/").content.decode()
    assert "Moved to 28 December 2026" in page and "Instead of 24 December 2026" in page
    assert "po świętach" in page and "missed-collection/PAST/" in page
    assert "missed-collection/NEW/" not in page


def test_the_month_is_a_sheet_of_whole_weeks(owner: Client) -> None:
    page = owner.get(f"{URL}schedule/", {"month": "2026-12"}).content.decode()
    assert "December 2026" in page and "month=2026-11" in page and "month=2027-01" in page
    assert "<s>papier</s>" in page


@pytest.mark.parametrize("month", ["2026-13", "x", "1900-01", "9999-12", "2026-12-01"])
def test_a_month_that_is_none_is_not_found(owner: Client, month: str) -> None:
    assert owner.get(f"{URL}schedule/", {"month": month}).status_code == 404


@pytest.mark.long
def test_a_reminder_is_set_changed_and_ended(owner: Client) -> None:
    owner.post(f"{URL}schedule/reminder/", {"act": "set", "hour": "18", "days_before": "1"})
    assert "We remind you the day before at 18:00" in owner.get(f"{URL}schedule/").content.decode()
    owner.post(f"{URL}schedule/reminder/", {"act": "set", "hour": "99", "days_before": "1"})
    assert CollectionReminder.objects.get().hour == 18
    owner.post(f"{URL}schedule/reminder/", {"act": "end"})
    assert not CollectionReminder.objects.exists()


MISSED = f"{URL}missed-collection/PAST/"


def report(client: Client, text: str = "", **more: str) -> str:
    """What the page says that a report leads to."""
    return client.post(MISSED, {"text": text, **more}, follow=True).content.decode()


@pytest.mark.usefixtures("owner")
def test_a_missed_collection_becomes_one_ticket_however_often_it_is_sent(client: Client) -> None:
    for _click in range(2):
        page = report(client, "Pojemnik stał.")
    ticket = Ticket.objects.get()
    assert "szkło" in ticket.subject and ticket.account_no == "100245"
    assert "We have your report" in page and ticket.signature in page
    assert ticket.entries.count() == 1
    point = ServicePoint.objects.get()
    assert (ticket.point_no, ticket.place) == (point.point_no, point.area.name)


@pytest.mark.long
@pytest.mark.usefixtures("owner")
def test_whoever_reports_a_collection_again_adds_to_the_same_ticket(client: Client) -> None:
    report(client, "Pojemnik stał.")
    for _click in range(2):
        again = report(client, "Nadal stoi.")
    helper = Client()
    helper.force_login(AccessFactory(account_no="100245", delegate=True, level="act").user)
    silent, third = report(helper), report(helper, "Pojemnik stał.")
    ticket = Ticket.objects.get()
    assert [entry.text for entry in ticket.entries.all()][1:] == ["Nadal stoi.", "Pojemnik stał."]
    assert f"What you wrote stands in ticket {ticket.signature}" in again and "Nadal stoi." in third
    assert f"This was reported before. The ticket has the number {ticket.signature}" in silent


@pytest.mark.usefixtures("owner")
def test_a_report_to_a_finished_ticket_is_not_lost(client: Client) -> None:
    report(client)
    ticket = Ticket.objects.get()
    change_state(ticket=ticket, state="done", actor=person(Role.CLERK), seen_version=1)
    answer = client.post(MISSED, {"text": "Nadal stoi."})
    page = answer.content.decode()
    assert answer.status_code == 409 and "the ticket is finished" in page and "Nadal stoi." in page
    assert f"/tickets/{ticket.signature}/" in page


@pytest.mark.usefixtures("owner")
def test_a_report_to_a_joined_ticket_goes_on_in_the_other_one(client: Client) -> None:
    report(client)
    old = Ticket.objects.get()
    kept = a_ticket(actor=old.user, account_no="100245")
    merge(ticket=old, into=kept, actor=person(Role.CLERK), seen_version=1)
    report(client, "Nadal stoi.")
    assert kept.entries.last().text == "Nadal stoi."


@pytest.mark.long
@pytest.mark.usefixtures("owner")
def test_of_several_places_that_a_visit_goes_to_one_can_be_chosen(client: Client) -> None:
    area = ServicePoint.objects.get().area
    ServicePointFactory(account_id="100245", area=area, point_no="BIN-1", service="waste")
    ServicePointFactory(account_id="100245", area=area, point_no="BIN-2", service="waste")
    page = client.get(MISSED).content.decode()
    assert "BIN-1" in page and "BIN-2" in page
    report(client, point_no="BIN-1")
    assert Ticket.objects.get().point_no == "BIN-1"
    report(client, point_no="BIN-2")
    assert Ticket.objects.get().entries.last().text == "Service point: BIN-2"
    assert client.post(MISSED, {"point_no": "FOREIGN"}).status_code == 422


@pytest.mark.parametrize("visit", ["NEW", "OFF", "NONE"])
def test_only_what_was_to_come_in_the_last_days_can_have_been_missed(owner: Client, visit: str) -> None:
    assert owner.get(f"{URL}missed-collection/{visit}/").status_code == 404
