"""Charts of amounts by month with the sentences that say what they show."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from babel.dates import get_month_names
from django.utils import translation
from django.utils.translation import gettext as now_text

from ebok.core.charts import Chart, Label, Point, Series
from ebok.core.money import currency_sign, format_money
from selfservice.billing.amounts import MONTHS, MonthAmounts

Amounts = dict[tuple[int, int], Decimal | None]


def charts(
    months: Sequence[MonthAmounts], *, year: int, currency: str, csv_url: str, known_before: bool
) -> list[Chart]:
    """Invoiced beside paid; then each of them beside the year before.

    Parameters:
        months: every month of `year` and of the year before.
        known_before: data reach back to before these months.
        currency: ISO 4217; empty = PLN.
    """
    money = currency or "PLN"
    invoiced: Amounts = {(row.year, row.month): row.invoiced for row in months}
    paid: Amounts = {(row.year, row.month): row.paid for row in months}
    since = (year - 1, 1) if known_before else _first_known(months)
    both = ((now_text("Invoiced"), invoiced, year), (now_text("Payments"), paid, year))
    return [
        _chart(
            "amounts", now_text("Invoiced and paid"), _both(invoiced, paid, year, money), both, money, csv_url
        ),
        _yearly("invoiced", now_text("Invoiced, year over year"), invoiced, year, since, money, csv_url),
        _yearly("paid", now_text("Paid, year over year"), paid, year, since, money, csv_url),
    ]


def month_labels(year: int | None = None) -> tuple[Label, ...]:
    """The twelve months; with a year after the full name when one is given."""
    full = get_month_names("wide", context="stand-alone", locale=_code())
    short = get_month_names("abbreviated", context="stand-alone", locale=_code())
    tail = f" {year}" if year else ""
    return tuple(Label(full=f"{full[month]}{tail}", short=short[month].rstrip(".")) for month in MONTHS)


def _first_known(months: Sequence[MonthAmounts]) -> tuple[int, int]:
    """The month of the first booking: before it the billing system tells nothing, which is not zero."""
    known = ((row.year, row.month) for row in months if row.invoiced is not None or row.paid is not None)
    return min(known, default=(months[0].year, months[0].month))


def _yearly(
    key: str, title: str, amounts: Amounts, year: int, since: tuple[int, int], money: str, csv_url: str
) -> Chart:
    series = ((str(year), amounts, year), (str(year - 1), amounts, year - 1))
    return _chart(key, title, _compared(amounts, year, since, money), series, money, csv_url)


def _chart(
    key: str,
    title: str,
    sentence: str,
    series: Sequence[tuple[str, Amounts, int]],
    money: str,
    csv_url: str,
) -> Chart:
    return Chart(
        key=key,
        title=title,
        sentence=sentence,
        unit=currency_sign(money),
        labels=month_labels(),
        series=tuple(
            Series(name=name, points=tuple(_point(amounts[year, month], money) for month in MONTHS))
            for name, amounts, year in series
        ),
        first_column=now_text("Month"),
        csv_url=csv_url,
    )


def _point(amount: Decimal | None, money: str) -> Point:
    return Point(value=amount, text="" if amount is None else format_money(amount, currency=money))


def _total(amounts: Amounts, year: int, *, first: int = 1, last: int = 12) -> Decimal:
    return sum((amounts[year, month] or Decimal(0) for month in range(first, last + 1)), Decimal(0))


def _both(invoiced: Amounts, paid: Amounts, year: int, money: str) -> str:
    return now_text("In %(year)d invoices came to %(invoiced)s and payments to %(paid)s.") % {
        "year": year,
        "invoiced": format_money(_total(invoiced, year), currency=money),
        "paid": format_money(_total(paid, year), currency=money),
    }


def _compared(amounts: Amounts, year: int, since: tuple[int, int], money: str) -> str:
    """The same months of both years: neither a year that still runs nor one known in part is called cheap."""
    last = max((month for month in MONTHS if amounts[year, month] is not None), default=0)
    if not last:
        return now_text("There is nothing in %(year)d yet.") % {"year": year}
    if since > (year - 1, last):
        return f"{_alone(amounts, year, last, money)} {_unknown_before(since)}"
    first = since[1] if since[0] == year - 1 else 1
    facts = {
        "year": year,
        "before": year - 1,
        "now": format_money(_total(amounts, year, first=first, last=last), currency=money),
        "then": format_money(_total(amounts, year - 1, first=first, last=last), currency=money),
        "first": _within(first),
        "month": _within(last),
    }
    if (first, last) == (1, 12):
        return now_text("%(now)s in %(year)d, %(then)s in %(before)d.") % facts
    told = (
        now_text("From %(first)s to the end of %(month)s: %(now)s in %(year)d, %(then)s in %(before)d.")
        % facts
    )
    return told if first == 1 else f"{told} {_unknown_before(since)}"


def _alone(amounts: Amounts, year: int, last: int, money: str) -> str:
    total = format_money(_total(amounts, year, last=last), currency=money)
    return now_text("%(amount)s in %(year)d.") % {"amount": total, "year": year}


def _unknown_before(since: tuple[int, int]) -> str:
    year, month = since
    return now_text("No data before %(month)s %(year)d.") % {"month": _within(month), "year": year}


def _within(month: int) -> str:
    """A month as it stands in a date, in Polish in the genitive: `listopada`."""
    return str(get_month_names("wide", context="format", locale=_code())[month])


def _code() -> str:
    return "en" if (translation.get_language() or "pl").startswith("en") else "pl"
