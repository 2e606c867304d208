"""Readings sent from here: a list of any length, page by page and as a file, and of this account alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import chain

import pytest
import time_machine
from django.test import Client

from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import (
    AccountFactory,
    FeedFactory,
    MeterFactory,
    ReadingFactory,
    ServicePointFactory,
)
from selfservice.metering import sent
from selfservice.metering.models import ReadingSubmission
from selfservice.metering.tests.factories import SubmissionFactory
from selfservice.zones.portal.tests.test_dashboard import count, queries_of_both_databases

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
HOME = "/en/portal/accounts/100245/"
SENT = f"{HOME}readings/sent/"
FILE = f"{HOME}tables/readings-sent.csv"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def owner(client: Client) -> Iterator[Client]:
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False):
        FeedFactory()
        AccountFactory(account_no="100245")
        client.force_login(AccessFactory(account_no="100245").user)
        yield client


def one(number: int, **facts: object) -> ReadingSubmission:
    """The newest by number; three share each instant, so that pages part in the midst of them."""
    at = NOON - timedelta(minutes=number // 3)
    return SubmissionFactory(
        receipt_no=f"OD-{number:04}", installation_no=f"Z{number}", **{"sent_at": at, **facts}
    )


def receipts(client: Client, url: str) -> list[str]:
    answer = client.get(url)
    assert answer.status_code == 200
    return re.findall(r">(OD-[^<]*)</a>", answer.content.decode())


def walk(client: Client, rel: str, url: str) -> list[list[str]]:
    pages = []
    while url:
        pages.append(receipts(client, url))
        further = re.search(rf'rel="{rel}" href="([^"]*)"', client.get(url).content.decode())
        url = f"{SENT}{further[1]}" if further else ""
    return pages


@pytest.mark.long
def test_every_reading_sent_is_seen_once_walking_down_and_up_again(owner: Client) -> None:
    for number in reversed(range(50)):
        one(number)
    one(99, account_no="200")
    down = walk(owner, "next", SENT)
    in_order = list(ReadingSubmission.objects.of("100245").values_list("receipt_no", flat=True))
    assert [len(page) for page in down] == [20, 20, 10] and [*chain(*down)] == in_order
    last = ReadingSubmission.objects.get(receipt_no=down[-1][0])
    assert walk(owner, "prev", f"{SENT}?after={last.pk}") == [down[1], down[0]]


def test_the_page_of_readings_shows_the_newest_and_leads_to_the_others(owner: Client) -> None:
    for number in range(10):
        one(number)
    assert SENT not in owner.get(f"{HOME}readings/").content.decode()
    one(10)
    page = owner.get(f"{HOME}readings/").content.decode()
    assert f'href="{SENT}"' in page and f'href="{FILE}"' in page
    assert len(re.findall(r">OD-\d{4}</a>", page)) == 10


@pytest.mark.parametrize("query", ["?before=x", "?after=x", "?before=999999", "?after=999999"])
def test_a_place_that_is_none_is_not_found(owner: Client, query: str) -> None:
    assert owner.get(SENT + query).status_code == 404


@pytest.mark.parametrize("name", ["before", "after"])
def test_a_reading_of_somebody_else_is_no_place_to_begin_at(owner: Client, name: str) -> None:
    foreign = one(1, account_no="200")
    assert owner.get(f"{SENT}?{name}={foreign.pk}").status_code == 404


@pytest.mark.long
def test_a_long_list_costs_as_many_queries_as_a_short_one(owner: Client) -> None:
    def cost(url: str) -> int:
        owner.get(url)
        with queries_of_both_databases() as captured:
            b"".join(owner.get(url))
        return count(captured)

    one(0)
    few = [cost(SENT), cost(FILE)]
    for number in range(1, 60):
        one(number)
    assert [cost(SENT), cost(FILE)] == few


def test_the_file_holds_every_reading_with_what_became_of_it(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent, "AT_ONCE", 2)  # the file is written in batches
    meter = MeterFactory(point=ServicePointFactory(account_id="100245"), installation_no="Z0")
    ReadingFactory(installation=meter, read_on=date(2026, 11, 20), value=Decimal(420), kind="customer")
    one(0, meter_no="=1+1")
    one(3, state="rejected", reason="Another meter.")
    one(6, doubtful=True)
    one(9, state="checked", final_value=Decimal("41.5"), reason="So the photo shows.")
    one(12, account_no="200")
    lines = b"".join(owner.get(FILE)).decode().splitlines()
    states = [(line.split(";")[0], line.split(";")[8]) for line in lines[1:]]
    assert states == [
        ("OD-0000", "booked"),
        ("OD-0003", "rejected"),
        ("OD-0006", "received, the office checks it"),
        ("OD-0009", "checked"),
    ]
    assert "Another meter." in lines[2] and "41.5" in lines[4] and "'=1+1" in lines[1]
