"""The comparison of two invoices in sentences, as a chart and as tables."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as now_text
from django.utils.translation import ngettext

from ebok.core.charts import Chart, Label, Point, Series
from ebok.core.money import MINUS, currency_sign, format_money, rounded
from selfservice.billing.comparison import Cause, Comparison, Item, ItemChange
from selfservice.zones.portal.billing.words import CAUSES, Words, explained
from selfservice.zones.portal.lines import quantity


@dataclass(frozen=True, slots=True)
class CauseRow:
    """A cause, what it means, and what it added or took off."""

    title: Words
    text: Words
    amount: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One component on both invoices; empty where it does not stand."""

    description: str
    quantities: tuple[str, str]
    prices: tuple[str, str]
    amounts: tuple[str, str]
    difference: str


def title_of(found: Comparison) -> str:
    """The question that the comparison answers."""
    if not found.difference:
        return now_text("Two invoices compared")
    return now_text("Why is it higher?") if found.difference > 0 else now_text("Why is it lower?")


def sentences(found: Comparison) -> list[str]:
    """What happened, the largest cause first."""
    currency = found.after.currency or "PLN"
    amount = format_money(abs(found.difference), currency=currency)
    if not found.difference:
        first = now_text("Both invoices come to the same amount.")
    elif found.difference > 0:
        first = now_text("This invoice is higher by %(amount)s.") % {"amount": amount}
    else:
        first = now_text("This invoice is lower by %(amount)s.") % {"amount": amount}
    return [first, *_reasons(found, currency), *_days(found)]


def chart_of(found: Comparison, *, csv_url: str) -> Chart:
    """A bar for each cause: upwards for more, downwards for less."""
    currency = found.after.currency or "PLN"
    return Chart(
        key="comparison",
        title=now_text("What made the difference"),
        sentence=" ".join(sentences(found)),
        unit=currency_sign(currency),
        labels=tuple(Label(full=str(CAUSES[cause]), short=_short(cause)) for cause in Cause),
        series=(
            Series(
                name=now_text("Difference"),
                points=tuple(
                    Point(value=found.parts[cause], text=signed(found.parts[cause], currency=currency))
                    for cause in Cause
                ),
            ),
        ),
        first_column=now_text("Cause"),
        csv_url=csv_url,
    )


def cause_rows(found: Comparison) -> list[CauseRow]:
    """Every cause with its share; the shares sum to the difference."""
    currency = found.after.currency or "PLN"
    return [
        CauseRow(
            CAUSES[cause],
            explained(cause, found.parts[cause]),
            signed(found.parts[cause], currency=currency),
        )
        for cause in Cause
    ]


def cause_cells(found: Comparison) -> list[list[Words | Decimal]]:
    """The same for a file: cause, meaning, share, currency; the sum stands last."""
    currency = found.after.currency or "PLN"
    rows: list[list[Words | Decimal]] = [
        [str(CAUSES[cause]), str(explained(cause, found.parts[cause])), found.parts[cause], currency]
        for cause in Cause
    ]
    numbers = f"{found.before.invoice_no} / {found.after.invoice_no}"
    return [*rows, [now_text("Difference"), numbers, found.difference, currency]]


def item_rows(found: Comparison) -> list[ItemRow]:
    """Every component on both invoices."""
    currency = found.after.currency or "PLN"
    return [_item_row(change, currency) for change in found.items]


def signed(amount: Decimal, *, currency: str) -> str:
    """`+12,30 zł`, `−4,00 zł`, `0,00 zł`."""
    sign = "+" if amount > 0 else MINUS if amount < 0 else ""
    return f"{sign}{format_money(abs(amount), currency=currency)}"


def _reasons(found: Comparison, currency: str) -> list[str]:
    if not found.has_lines:
        return [
            now_text("The billing system has not sent lines of both invoices, so there is no more to tell.")
        ]
    causes = sorted(found.parts, key=lambda cause: abs(found.parts[cause]), reverse=True)
    told = [
        f"{CAUSES[cause]}: {signed(found.parts[cause], currency=currency)}"
        for cause in causes
        if found.parts[cause]
    ]
    return [f"{'; '.join(told)}."] if told else []


def _days(found: Comparison) -> list[str]:
    if found.days is None or found.days[0] == found.days[1]:
        return []
    before, after = found.days
    covered = ngettext("It covers %(days)d day", "It covers %(days)d days", after) % {"days": after}
    earlier = ngettext("the other one %(days)d day.", "the other one %(days)d days.", before) % {
        "days": before
    }
    return [f"{covered}, {earlier}"]


def _short(cause: Cause) -> str:
    return {
        Cause.USAGE: now_text("usage"),
        Cause.PRICE: now_text("prices"),
        Cause.DAYS: now_text("days"),
        Cause.ONE_OFF: now_text("other"),
    }[cause]


def _item_row(change: ItemChange, currency: str) -> ItemRow:
    both = (change.before, change.after)
    first, second = (_figures(item, currency) for item in both)
    difference = change.difference
    return ItemRow(
        description=change.description,
        quantities=(first[0], second[0]),
        prices=(first[1], second[1]),
        amounts=(first[2], second[2]),
        difference="" if difference is None else signed(difference, currency=currency),
    )


def _figures(item: Item | None, currency: str) -> tuple[str, str, str]:
    """Quantity, gross price of one unit as it works out, and gross amount."""
    if item is None:
        return "–", "–", "–"
    gross = "" if item.gross is None else format_money(item.gross, currency=currency)
    if not item.quantity or item.gross is None:
        return quantity(item.quantity, unit=item.unit), "–", gross
    price = format_money(rounded(item.gross / item.quantity), currency=currency)
    return quantity(item.quantity, unit=item.unit), price, gross
