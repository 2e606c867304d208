"""All customer accounts of one person together: sums, what is due, open tickets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from selfservice.access.account_list import AccountTotals, account_totals
from selfservice.access.models import AccountAccess
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests import factories as exchange
from selfservice.identity.models import User
from selfservice.identity.tests.factories import UserFactory
from selfservice.tickets.tests.factories import a_ticket
from selfservice.zones.portal.tests.test_dashboard import count, queries_of_both_databases
from selfservice.zones.portal.tests.test_pages import switch_off

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
URL = "/en/portal/accounts/"
NUMBERS = [str(number) for number in range(100240, 100270)]


@pytest.fixture
def manager() -> Iterator[User]:
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False):
        exchange.FeedFactory()
        yield UserFactory()


def an_account(
    manager: User, number: str, *, balance: str = "0", overdue: str = "0", currency: str = "PLN"
) -> None:
    exchange.AccountFactory(
        account_no=number, balance=Decimal(balance), overdue=Decimal(overdue), currency=currency
    )
    AccessFactory(account_no=number, user=manager)


def seen_by(manager: User) -> str:
    client = Client()
    client.force_login(manager)
    return " ".join(client.get(URL).content.decode().replace("\xa0", " ").split())


def test_balances_and_arrears_are_added_up_for_each_currency(manager: User) -> None:
    an_account(manager, "1", balance="100.10", overdue="40.05")
    an_account(manager, "2", balance="-20.20", overdue="0.00", currency="")
    an_account(manager, "3", balance="7.30", overdue="5.00", currency="EUR")
    exchange.AccountFactory(account_no="FOREIGN", balance=Decimal(999), overdue=Decimal(999))
    sums = account_totals(accesses=AccountAccess.objects.filter(user=manager))
    assert sums == [
        AccountTotals("EUR", 1, Decimal("7.30"), Decimal("5.00")),
        AccountTotals("PLN", 2, Decimal("79.90"), Decimal("40.05")),
    ]
    page = seen_by(manager)
    assert "All 2 accounts together: balance PLN 79.90, overdue PLN 40.05." in page
    assert "1 account: balance EUR 7.30, overdue EUR 5.00." in page


def test_what_is_due_first_stands_there_from_all_accounts(manager: User) -> None:
    for index, number in enumerate(NUMBERS[:4]):
        an_account(manager, number)
        for day in (1, 20):
            exchange.InvoiceFactory(
                account_id=number, invoice_no=f"FV/{number}/{day}", due_on=date(2026, 12, day + index)
            )
    exchange.InvoiceFactory(account_id=NUMBERS[0], invoice_no="PAID", due_on=date(2026, 11, 1), paid=True)
    exchange.InvoiceFactory(invoice_no="FOREIGN", due_on=date(2026, 11, 1))
    shown = re.findall(r'<td class="breaks"><a href="[^"]+">(FV/\d+/\d+|PAID|FOREIGN)</a>', seen_by(manager))
    assert shown == [*(f"FV/{number}/1" for number in NUMBERS[:4]), f"FV/{NUMBERS[0]}/20"]


def test_invoices_switched_off_are_not_due_here(manager: User) -> None:
    for number in NUMBERS[:2]:
        an_account(manager, number)
        exchange.InvoiceFactory(account_id=number)
    assert "Due first" in seen_by(manager)
    switch_off("invoices")
    assert "Due first" not in seen_by(manager)


def test_open_tickets_of_all_accounts_are_counted(manager: User) -> None:
    for number in NUMBERS[:3]:
        an_account(manager, number)
        a_ticket(actor=manager, account_no=number)
    a_ticket(account_no="FOREIGN")
    assert "3 open tickets on all accounts." in seen_by(manager)


def test_one_account_needs_no_sum(manager: User) -> None:
    an_account(manager, "1", balance="10")
    exchange.InvoiceFactory(account_id="1")
    page = seen_by(manager)
    assert "together" not in page and "Due first" not in page


@pytest.mark.long
def test_thirty_accounts_cost_as_many_queries_as_two(manager: User) -> None:
    def cost() -> int:
        client = Client()
        client.force_login(manager)
        client.get(URL)
        with queries_of_both_databases() as captured:
            client.get(URL)
        return count(captured)

    def more(numbers: list[str]) -> None:
        for number in numbers:
            an_account(manager, number)
            exchange.InvoiceFactory(account_id=number)
            a_ticket(actor=manager, account_no=number)

    more(NUMBERS[:2])
    few = cost()
    more(NUMBERS[2:])
    assert cost() == few
