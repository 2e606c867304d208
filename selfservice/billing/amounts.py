"""What was invoiced and what was paid, month by month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import CharField, QuerySet, Sum
from django.db.models.functions import Cast, Substr

from ebok.core.money import rounded
from selfservice.access.models import AccountAccess
from selfservice.access.scope import exchange_answers, scoped
from selfservice.exchange.models import Invoice, LedgerEntry

MONTHS = range(1, 13)
# A demand repeats what other documents charge, so it would count twice.
CHARGING = [kind for kind in Invoice.Kind.values if kind != Invoice.Kind.DEMAND]
PAYING = [LedgerEntry.Kind.PAYMENT, LedgerEntry.Kind.REFUND]


@dataclass(frozen=True, slots=True)
class MonthAmounts:
    """One month: gross amounts of the documents issued in it, and what was paid in it less refunds.

    None where nothing was issued, or nothing was paid or refunded.
    """

    year: int
    month: int
    invoiced: Decimal | None
    paid: Decimal | None


@exchange_answers()
def amounts_by_month(*, access: AccountAccess, first_year: int, last_year: int) -> list[MonthAmounts]:
    """Every month from January of the first to December of the last year, in two queries.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    years = (date(first_year, 1, 1), date(last_year, 12, 31))
    invoices = scoped(Invoice, access=access).filter(kind__in=CHARGING, issued_on__range=years)
    payments = scoped(LedgerEntry, access=access).filter(kind__in=PAYING, booked_on__range=years)
    invoiced = _sums(invoices, day="issued_on", amount="gross")
    booked = _sums(payments, day="booked_on", amount="amount")
    return [
        MonthAmounts(
            year=year,
            month=month,
            invoiced=invoiced.get((year, month)),
            paid=-booked[year, month] if (year, month) in booked else None,
        )
        for year, month in _months(first_year, last_year)
    ]


def _months(first_year: int, last_year: int) -> Iterator[tuple[int, int]]:
    return ((year, month) for year in range(first_year, last_year + 1) for month in MONTHS)


def _sums(rows: QuerySet[Any], *, day: str, amount: str) -> dict[tuple[int, int], Decimal]:
    # Dates as ISO text are cut by the database itself; SQLite would call back for each date to be truncated.
    month = Substr(Cast(day, CharField()), 1, len("2026-11"))
    sums = rows.order_by().values_list(month).annotate(total=Sum(amount))
    # SQLite adds decimals as floats: an error far below a grosz, which rounding takes away.
    return {(int(text[:4]), int(text[5:])): rounded(total) for text, total in sums}
