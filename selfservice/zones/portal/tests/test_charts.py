"""Every chart has its figures as a table and as a file, wherever it stands."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import (
    AccountFactory,
    ConsumptionFactory,
    FeedFactory,
    InvoiceFactory,
    InvoiceLineFactory,
    LedgerEntryFactory,
    MeterFactory,
    ReadingFactory,
    ServicePointFactory,
)

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
HOME = "/en/portal/accounts/100245/"
CHARTS = {
    "": 1,
    "consumption/": 4,
    "consumption/?span=years": 4,
    "consumption/?span=year-of-days": 1,
    "settlements/amounts/": 3,
    "bill-comparison/FV/2/": 1,
}


@pytest.fixture
def owner(client: Client) -> Iterator[Client]:
    """A point with two meters of one medium in two units, a sub-meter and something read daily."""
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False):
        FeedFactory()
        point = ServicePointFactory(account=AccountFactory(account_no="100245"))
        main = MeterFactory(point=point, installed_on=date(2026, 8, 31))
        other = MeterFactory(point=point, unit="l", installed_on=date(2026, 7, 31))
        sub = MeterFactory(point=point, parent_installation=main, installed_on=date(2026, 8, 31))
        for meter, state in ((main, 7), (other, 7000), (sub, 3)):
            ReadingFactory(installation=meter, read_on=date(2026, 9, 30), value=Decimal(state))
        for place in range(9):
            day = date(2026, 11, 20) - timedelta(days=place)
            ConsumptionFactory(point=point, component="power", period_from=day, period_to=day)
        for number, day in (("FV/1", 5), ("FV/2", 6)):
            invoice = InvoiceFactory(
                account_id="100245", invoice_no=number, issued_on=date(2026, 11, day), gross=Decimal(day)
            )
            InvoiceLineFactory(invoice=invoice, gross=Decimal(day))
        LedgerEntryFactory(account_id="100245", kind="payment", amount=Decimal(-5))
        client.force_login(AccessFactory(account_no="100245").user)
        yield client


@pytest.mark.few(2)
@pytest.mark.parametrize("path", CHARTS)
def test_every_chart_has_a_table_and_a_link_to_its_figures(owner: Client, path: str) -> None:
    page = owner.get(HOME + path).content.decode()
    figures = re.findall(r'<figure class="chart".*?</figure>', page, re.DOTALL)
    assert len(figures) == page.count('role="img"') == CHARTS[path]
    for figure in figures:
        assert "<table" in figure and '<th scope="row">' in figure
        [link] = re.findall(r'class="file-link" href="([^"]*)"', figure)
        answer = owner.get(html.unescape(link))
        assert answer.status_code == 200 and answer["Content-Type"].startswith("text/csv")
        assert len(b"".join(answer.streaming_content).decode().splitlines()) > 1


def test_the_file_of_the_overview_is_that_of_the_meter_drawn_there(owner: Client) -> None:
    page = owner.get(HOME).content.decode()
    [link] = re.findall(r'class="file-link" href="([^"]*consumption.csv[^"]*)"', page)
    lines = b"".join(owner.get(html.unescape(link)).streaming_content).decode().splitlines()
    assert lines[1] == "2026-09-01;7.000000;m3;30;0" and len(lines) == 2
