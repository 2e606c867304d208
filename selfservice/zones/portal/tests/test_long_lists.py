"""Screens with lists that can be long: a page shows some rows and leads to all others."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests import factories as exchange
from selfservice.zones.portal.tests.test_dashboard import count, queries_of_both_databases

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
HOME = "/en/portal/accounts/100245/"
NEXT = re.compile(r'<a class="btn btn-quiet older" rel="next" href="([^"]+)"')
PREVIOUS = re.compile(r'<a class="btn btn-quiet newer"(?: rel="prev")? href="([^"]+)"')
LISTS = {
    "documents/": (exchange.LetterFactory, "title", r"<td>(Row \d+)</td>"),
    "contracts/": (exchange.ContractFactory, "title", r"<h2[^>]*>(Row \d+)</h2>"),
    "customer/": (exchange.ServicePointFactory, "tariff", r"<td[^>]*>(Row \d+)</td>"),
}


@pytest.fixture
def owner(client: Client) -> Iterator[Client]:
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False):
        exchange.FeedFactory()
        exchange.AccountFactory(account_no="100245")
        client.force_login(AccessFactory(account_no="100245").user)
        yield client


@pytest.mark.few(2)
@pytest.mark.parametrize("screen", LISTS)
def test_pages_show_every_row_once_and_each_costs_the_same(owner: Client, screen: str) -> None:
    factory, name, shown = LISTS[screen]
    for number in range(50):
        factory(account_id="100245", **{name: f"Row {number}"})
    owner.get(HOME + screen)  # what is read once a process is no page's
    address, pages, costs = HOME + screen, [], []
    while address:
        with queries_of_both_databases() as captured:
            text = owner.get(address).content.decode()
        costs.append(count(captured))
        pages.append(re.findall(shown, text))
        further = NEXT.search(text)
        address = HOME + screen + html.unescape(further[1]) if further else ""
    assert [len(rows) for rows in pages] == [20, 20, 10]
    assert len({row for rows in pages for row in rows}) == 50
    assert len(set(costs)) == 1
    assert PREVIOUS.search(text)


def test_contracts_and_their_points_are_turned_apart(owner: Client) -> None:
    for number in range(25):
        exchange.ContractFactory(account_id="100245", title=f"Row {number}")
        exchange.ServicePointFactory(account_id="100245", tariff=f"Tariff {number}")
    text = owner.get(f"{HOME}contracts/").content.decode()
    contracts, points = map(html.unescape, NEXT.findall(text))
    second = owner.get(f"{HOME}contracts/{contracts}").content.decode()
    assert len(re.findall(r">Row \d+<", second)) == 5
    assert len(re.findall(r">Tariff \d+<", second)) == 20
    both = html.unescape(NEXT.findall(second)[0])
    assert "after=" in both and "after-point=" in both
    last = owner.get(f"{HOME}contracts/{both}").content.decode()
    assert len(re.findall(r">Row \d+<", last)) == len(re.findall(r">Tariff \d+<", last)) == 5
    assert len(re.findall(r">Tariff \d+<", owner.get(f"{HOME}contracts/{points}").content.decode())) == 5


@pytest.mark.parametrize(
    "address", ["documents/?after=x", "contracts/?before=2026-11-05", "customer/?after-point=%00"]
)
def test_an_invented_place_is_no_page(owner: Client, address: str) -> None:
    assert owner.get(HOME + address).status_code == 404
