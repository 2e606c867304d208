"""Runs inside the office: asks for pages of the portal and for nothing but their SQL.

Times are of the processor: SQLite works inside the process, and neighbours of the machine do not count.
"""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from measuring import percentile
from portal_town import FEW, MANY

from ebok.core.keyset import PAGE_SIZE
from selfservice.access.models import AccountAccess
from selfservice.billing.queries import InvoiceFilter, invoice_page

HOME = "/en/portal/accounts/{}/"


def main(repeats: int) -> None:
    """Print one JSON line: page -> p50, p99 and its SQL alone (ms of processor time), queries."""
    client = signed_in()
    pages = {
        "dashboard": HOME.format(FEW),
        "dashboard of 2,000 invoices": HOME.format(MANY),
        "invoices, page 1": HOME.format(MANY) + "invoices/",
        "invoices, page 100": HOME.format(MANY) + f"invoices/?after={place_of_page(100)}",
        "invoices, filter": HOME.format(MANY) + "invoices/?state=paid&year=2022",
        "invoices, search": HOME.format(MANY) + "invoices/?q=000412",
        "a page without questions": "/health/live",
    }
    taken = in_turn(client, pages, repeats=repeats)
    print(json.dumps({name: figures(client, url, taken[name]) for name, url in pages.items()}))


def signed_in() -> Client:
    """A browser of the owner."""
    client = Client(headers={"host": "localhost"})
    client.force_login(owner())
    return client


def owner() -> Any:
    """The owner of both accounts."""
    user, _made = get_user_model().objects.get_or_create(email="bench@example.org")
    for account_no in (FEW, MANY):
        AccountAccess.objects.get_or_create(user=user, account_no=account_no, role="owner", level="act")
    return user


def place_of_page(number: int) -> str:
    """The place where page `number` of the long list begins, by walking there."""
    access = AccountAccess(account_no=MANY)
    day = time.strftime("%Y-%m-%d")
    place = None
    for _page in range(min(number, 2000 // PAGE_SIZE) - 1):
        page = invoice_page(access=access, wanted=InvoiceFilter(), on=day, after=place)
        place = page.older
    return str(place)


def in_turn(client: Client, pages: dict[str, str], *, repeats: int) -> dict[str, list[float]]:
    """Processor seconds of each page; they take turns, so that a busy moment hits them all alike."""
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(-3, repeats):
        for name, url in pages.items():
            started = time.process_time()
            answer = client.get(url)
            if turn >= 0:
                taken[name].append(time.process_time() - started)
            if answer.status_code != 200:
                raise RuntimeError(f"{url} answered {answer.status_code}")
    return taken


def questions(client: Client, url: str) -> list[tuple[str, str]]:
    """(database, SQL) of all that one request asks."""
    with ExitStack() as stack:
        captured = [
            (alias, stack.enter_context(CaptureQueriesContext(connections[alias])))
            for alias in ("default", "exchange")
        ]
        client.get(url)
    return [(alias, query["sql"]) for alias, capture in captured for query in capture]


def figures(client: Client, url: str, taken: list[float]) -> dict[str, float]:
    """What one page cost, how many questions it asks, and their time over the same connections."""
    # What is looked up or noted now and then, by time, is no question of the page.
    queries = min((questions(client, url) for _time in range(3)), key=len)
    return {
        "p50": percentile(taken, 0.5) * 1000,
        "p99": percentile(taken, 0.99) * 1000,
        "queries": len(queries),
        "bare": percentile([bare(queries) for _time in taken], 0.5) * 1000,
    }


def bare(queries: list[tuple[str, str]]) -> float:
    """Processor seconds of the questions of a page by themselves, rows fetched."""
    started = time.process_time()
    for alias, sql in queries:
        with connections[alias].cursor() as cursor:
            cursor.execute(sql)
            if cursor.description:
                cursor.fetchall()
    return time.process_time() - started
