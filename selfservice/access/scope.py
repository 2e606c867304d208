"""The one door to customer data of the exchange.

A page first proves an access (`access.queries`), then asks here; nowhere else does code that serves
customers touch the managers of the exchange's tables (a test looks for it).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import DatabaseError, InterfaceError, models
from django.db.models import QuerySet

from selfservice.access.models import AccountAccess
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.models import (
    Account,
    Consumption,
    Contract,
    Invoice,
    InvoiceLine,
    LedgerEntry,
    Letter,
    Meter,
    Reading,
    ServicePoint,
)

Row = TypeVar("Row", bound=models.Model)

# How each table of customer data leads to the number of its customer account.
ACCOUNT_PATHS: dict[type[models.Model], str] = {
    Account: "account_no",
    ServicePoint: "account",
    Contract: "account",
    Invoice: "account",
    InvoiceLine: "invoice__account",
    LedgerEntry: "account",
    Letter: "account",
    Meter: "point__account",
    Reading: "installation__point__account",
    Consumption: "point__account",
}


def scoped(model: type[Row], *, access: AccountAccess) -> QuerySet[Row]:
    """Rows of `model` that belong to the customer account of `access`, in no particular order."""
    return scoped_to_all(model, accesses=[access])


def scoped_to_all(model: type[Row], *, accesses: Collection[AccountAccess]) -> QuerySet[Row]:
    """Rows of `model` of several accounts of one user, for the account switcher.

    Raises:
        KeyError: the table holds no customer data or nobody has said how it leads to an account.
    """
    path = ACCOUNT_PATHS[model]
    numbers = [access.account_no for access in accesses]
    rows = model._default_manager.all()
    if len(numbers) == 1:
        return rows.filter(**{path: numbers[0]})
    return rows.filter(**{f"{path}__in": numbers})


def before_access(model: type[Row], *, account_nos: Collection[str]) -> QuerySet[Row]:
    """Rows of accounts to which nobody in front of the screen has an access (yet).

    For the few who must look before an access exists or without one: linking, the office's desk, the
    watch over closed accounts, letters to the holder. A test lists them; pages of customers never ask here.

    Raises:
        KeyError: as `scoped_to_all`.
    """
    return model._default_manager.filter(**{f"{ACCOUNT_PATHS[model]}__in": list(account_nos)})


@contextmanager
def exchange_answers() -> Iterator[None]:
    """Questions to the exchange inside this block fail as ExchangeUnavailable, never as a bare error.

    Raises:
        ExchangeUnavailable: the exchange database does not answer.
    """
    try:
        yield
    except (DatabaseError, InterfaceError) as error:
        raise ExchangeUnavailable from error
