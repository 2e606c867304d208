"""The schedule, its reminder and a missed collection as a customer sees them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from selfservice.access.tests.factories import AccessFactory
from selfservice.contracts.reminders.models import CollectionReminder
from selfservice.exchange.tests.factories import (
    AccountFactory,
    CollectionFactory,
    FeedFactory,
    ServicePointFactory,
)
from selfservice.tickets.models import Category, Ticket

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


def test_a_reminder_is_set_changed_and_ended(owner: Client) -> None:
    owner.post(f"{URL}schedule/reminder/", {"act": "set", "hour": "18", "days_before": "1"})
    assert "We remind you the day before at 18:00" in owner.get(f"{URL}schedule/").content.decode()
    owner.post(f"{URL}schedule/reminder/", {"act": "set", "hour": "99", "days_before": "1"})
    assert CollectionReminder.objects.get().hour == 18
    owner.post(f"{URL}schedule/reminder/", {"act": "end"})
    assert not CollectionReminder.objects.exists()


def test_a_missed_collection_becomes_one_ticket_however_often_it_is_sent(owner: Client) -> None:
    Category.objects.get_or_create(code="question", defaults={"title_pl": "Pytanie", "title_en": "Question"})
    for _click in range(2):
        answer = owner.post(f"{URL}missed-collection/PAST/", {"text": "Pojemnik stał."})
    ticket = Ticket.objects.get()
    assert "szkło" in ticket.subject and ticket.account_no == "100245"
    assert ticket.signature in answer["Location"]


@pytest.mark.parametrize("visit", ["NEW", "OFF", "NONE"])
def test_only_what_was_to_come_in_the_last_days_can_have_been_missed(owner: Client, visit: str) -> None:
    assert owner.get(f"{URL}missed-collection/{visit}/").status_code == 404
