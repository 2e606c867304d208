"""The leak test: evening, morning, litres an hour, cost a month, a ready ticket."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from html import unescape
from urllib.parse import unquote_plus

import pytest
import time_machine
from django.test import Client

from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.models import Meter
from selfservice.exchange.tests.factories import (
    AccountFactory,
    FeedFactory,
    InvoiceFactory,
    InvoiceLineFactory,
    MeterFactory,
    ServicePointFactory,
)
from selfservice.metering.models import LeakTest
from selfservice.tickets.models import Ticket

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
URL = "/en/portal/accounts/100245/leak-test/"
EVENING, MORNING = "2026-11-20T22:00:00+01:00", "2026-11-21T06:00:00+01:00"


@pytest.fixture
def owner(client: Client) -> Iterator[Client]:
    with time_machine.travel(EVENING, tick=False):
        FeedFactory()
        point = ServicePointFactory(account=AccountFactory(account_no="100245"), point_no="PP1")
        MeterFactory(point=point, installation_no="Z1", meter_no="WM1")
        invoice = InvoiceFactory(account_id="100245", invoice_no="FV/9")
        InvoiceLineFactory(invoice=invoice, unit_price=Decimal(10), vat_rate="8")
        since = datetime(2026, 1, 1, tzinfo=UTC)
        client.owner = AccessFactory(account_no="100245", valid_from=since).user
        client.force_login(client.owner)
        yield client


def evening(client: Client, value: str = "412,500"):
    return client.post(URL, {"meter": "Z1", "value": value})


def morning(client: Client, value: str, at: str = MORNING):
    with time_machine.travel(at, tick=False):
        client.force_login(client.owner)  # the evening's session has ended
        return client.post(URL, {"value": value}, follow=True)


def test_what_runs_at_night_becomes_litres_an_hour_and_a_cost_a_month(owner: Client) -> None:
    evening(owner)
    assert "412.5\u00a0m³" in owner.get(URL).content.decode()
    page = morning(owner, "412,600").content.decode()
    assert "12.5\u00a0litres an hour" in page  # 100 litres in 8 hours
    assert "9.1\u00a0m³" in page  # 0.0125 m³ x 730.5 hours
    assert "PLN\u00a098.62" in page and "invoice FV/9" in page  # at 10.80 a cubic metre
    link = unquote_plus(page.split('href="')[-1] if "ticket" not in page else page)
    assert "tickets/new/leak/" in link and "Leak test of meter WM1" in link and "point_no=PP1" in link


def test_a_meter_that_stood_still_is_tight(owner: Client) -> None:
    evening(owner)
    page = morning(owner, "412.5").content.decode()
    assert "Nothing runs" in page and "tickets/new/leak/" not in page


@pytest.mark.parametrize(
    ("value", "at", "words"),
    [
        ("412.6", "2026-11-20T22:20:00+01:00", "at least an hour"),
        ("412.6", "2026-11-23T06:00:00+01:00", "older than a day and a half"),
        ("412.4", MORNING, "lower than the first"),
    ],
)
def test_a_second_state_that_tells_nothing_is_not_taken(
    owner: Client, value: str, at: str, words: str
) -> None:
    evening(owner)
    answer = morning(owner, value, at)
    assert answer.status_code in {422, 200} and words in answer.content.decode()
    assert LeakTest.objects.get().morning_at is None


def test_the_night_of_changing_clocks_is_counted_in_real_hours(owner: Client) -> None:
    with time_machine.travel("2026-10-24T23:00:00+02:00", tick=False):
        owner.force_login(owner.owner)
        evening(owner, "10")
    page = morning(owner, "10.08", "2026-10-25T06:00:00+01:00").content.decode()
    assert "10.0\u00a0litres an hour" in page  # eight hours, although the clocks show seven


def test_a_double_click_begins_one_test_and_giving_up_ends_it(owner: Client) -> None:
    evening(owner), evening(owner, "412.5")
    assert LeakTest.objects.filter(morning_at__isnull=True).count() <= 1
    owner.post(URL, {"act": "give-up"})
    assert LeakTest.objects.count() == 0


@pytest.mark.parametrize("value", ["1000000000", "-1", "abc", ""])
def test_what_no_counter_shows_is_refused(owner: Client, value: str) -> None:
    assert evening(owner, value).status_code == 422 and LeakTest.objects.count() == 0


def test_somebody_elses_meter_cannot_be_tested(owner: Client) -> None:
    other: Meter = MeterFactory(installation_no="Z9")
    assert owner.post(URL, {"meter": other.pk, "value": "5"}).status_code == 422
    assert LeakTest.objects.count() == 0


@pytest.mark.long
def test_a_leak_test_is_reported_once_whatever_is_written(owner: Client) -> None:
    evening(owner)
    page = morning(owner, "412,600").content.decode()
    url = unescape(re.search(r'href="([^"]+tickets/new/leak/[^"]+)"', page)[1])
    with time_machine.travel(MORNING, tick=False):
        facts = {"subject": "Leak", "text": "It runs.", "token": "first"}
        assert owner.post(url, facts).status_code == 302
        ticket = Ticket.objects.get()
        again = owner.get(url, follow=True)
        assert again.redirect_chain[-1][0].endswith(f"/tickets/{ticket.signature}/")
        assert "This leak test was reported before." in again.content.decode()
        owner.post(url, facts | {"text": "It still runs.", "token": "second"})
        assert Ticket.objects.count() == 1
        owner.post(url.partition("?")[0], facts | {"text": "Another leak.", "token": "third"})
        assert Ticket.objects.count() == 2


@pytest.mark.parametrize("number", ["x", "-1", "9" * 30, "\u00b2"])
def test_the_leak_test_of_a_forged_address_is_none(owner: Client, number: str) -> None:
    url = "/en/portal/accounts/100245/tickets/new/leak/"
    assert owner.get(url, {"leak_test": number}).status_code == 200


def test_a_leak_test_of_another_account_makes_no_ticket_its_own(owner: Client) -> None:
    evening(owner)
    morning(owner, "412,600")
    LeakTest.objects.update(account_no="999")
    url = f"/en/portal/accounts/100245/tickets/new/leak/?leak_test={LeakTest.objects.get().pk}"
    with time_machine.travel(MORNING, tick=False):
        for token in ("first", "second"):
            owner.post(url, {"subject": "Leak", "text": "It runs.", "token": token})
    assert Ticket.objects.count() == 2
