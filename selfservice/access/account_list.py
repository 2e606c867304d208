"""The accounts of somebody who has many, such as a building manager."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, CharField, Count, Q, Sum, Value, When

from ebok.core.money import rounded
from selfservice.access.models import AccountAccess
from selfservice.access.scope import exchange_answers, scoped_to_all
from selfservice.exchange.models import Account

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class AccountListPage:
    """Some accounts in the order of their numbers; `next` is where the rest begins, or ""."""

    rows: list[Account]
    next: str


@dataclass(frozen=True, slots=True)
class AccountTotals:
    """Sums over several accounts in one currency (ISO 4217)."""

    currency: str
    accounts: int
    balance: Decimal
    overdue: Decimal


@exchange_answers()
def account_totals(*, accesses: Collection[AccountAccess]) -> list[AccountTotals]:
    """Balance and arrears of all accounts together, for each currency. One query.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    # Without a name it is złoty, as everywhere else.
    named = Case(When(currency="", then=Value("PLN")), default="currency", output_field=CharField())
    rows = scoped_to_all(Account, accesses=accesses).values(named=named).order_by("named")
    sums = rows.annotate(number=Count("pk"), owed=Sum("balance"), late=Sum("overdue"))
    # SQLite adds decimals as floats: an error far below a grosz, which rounding takes away.
    return [
        AccountTotals(
            currency=row["named"],
            accounts=row["number"],
            balance=rounded(row["owed"]),
            overdue=rounded(row["late"]),
        )
        for row in sums
    ]


@exchange_answers()
def account_list_page(
    *, accesses: Collection[AccountAccess], query: str = "", after: str = ""
) -> AccountListPage:
    """One page by keyset, in one query of the exchange.

    Parameters:
        query: part of number, name, street or town; every word must be found.
        after: the account number behind which the page begins.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    rows = scoped_to_all(Account, accesses=accesses).filter(account_no__gt=after)
    for word in query.split()[:6]:
        anywhere = Q(account_no__icontains=word) | Q(name__icontains=word)
        rows = rows.filter(anywhere | Q(street__icontains=word) | Q(city__icontains=word) | Q(building=word))
    found = list(rows.defer("registration_code").order_by("account_no")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return AccountListPage(rows=shown, next=shown[-1].account_no if len(found) > PAGE_SIZE else "")
