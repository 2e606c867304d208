"""Runs inside the office: pages of consumption, and the same rows read and written as JSON."""

from __future__ import annotations

import gzip
import json
import time
from datetime import date, timedelta

from consumption_chart import PAGES
from django.test import Client
from measuring import median
from portal_probe import HOME, in_turn, signed_in
from portal_town import FEW

from selfservice.exchange.models import Consumption, ServicePoint
from selfservice.exchange.permission import loader_writes

POINT = f"P{FEW}-heat"
DAYS, MONTHS = 3650, 120


def main(repeats: int) -> None:
    """Print one JSON line: page -> median ms of processor time, kilobytes after gzip, ms of the bare rows."""
    fill()
    client = signed_in()
    pages = {name: f"{HOME.format(FEW)}consumption/?point={POINT}&{query}" for name, query in PAGES.items()}
    taken = in_turn(client, pages, repeats=repeats)
    print(
        json.dumps(
            {
                name: {
                    "ms": median(taken[name]) * 1000,
                    "kilobytes": kilobytes(client, url),
                    "bare": median([bare(days=750 if "two" in name else 396) for _time in range(repeats)]),
                }
                for name, url in pages.items()
            }
        )
    )


def fill() -> None:
    """A point with heat by the day and heat by share by the month."""
    until = date.today() - timedelta(days=1)
    days = [(until - timedelta(days=place),) * 2 for place in range(DAYS)]
    firsts = [date(until.year - place // 12 - 1, 12 - place % 12, 1) for place in range(MONTHS)]
    months = [(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)) for first in firsts]
    with loader_writes():
        ServicePoint.objects.using("exchange").create(point_no=POINT, account_id=FEW, service="heat")
        Consumption.objects.using("exchange").bulk_create(
            Consumption(
                point_id=POINT, period_from=first, period_to=last, component=name, quantity="0.345", unit="GJ"
            )
            for name, periods in (("heat", days), ("heat_share", months))
            for first, last in periods
        )


def kilobytes(client: Client, url: str) -> float:
    """The whole page after gzip."""
    return len(gzip.compress(client.get(url).content, 6)) / 1000


def bare(*, days: int) -> float:
    """Milliseconds of processor time: the rows of so many days by the index, written as JSON."""
    started = time.process_time()
    since = date.today() - timedelta(days=days)
    rows = Consumption.objects.filter(point=POINT, period_to__gte=since)
    json.dumps(list(rows.values_list("period_from", "period_to", "quantity")), default=str)
    return (time.process_time() - started) * 1000
