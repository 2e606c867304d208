"""Searching the ledger."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from ebok.core.money import format_money
from ebok.core.periods import day_in_short
from selfservice.billing.ledger import LedgerFilter
from selfservice.exchange.models import Invoice
from selfservice.zones.portal.billing.words import LEDGER_KINDS
from selfservice.zones.portal.forms import choices_of

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_POLISH_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_CURRENCY = re.compile(r"(zł|pln|eur)", re.IGNORECASE)
_LARGEST = Decimal("9999999999.99")


class LedgerForm(forms.Form):
    """Which entries to show: one field takes a title, a number, an amount or a day."""

    q = forms.CharField(
        label=_("Title, number, amount or date"),
        max_length=100,
        required=False,
        help_text=_("For example: 187,45 or FV/2026/11 or 5.11.2026"),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    since = forms.DateField(label=_("Booked from"), required=False, widget=DAY)
    until = forms.DateField(label=_("Booked until"), required=False, widget=DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self.fields["kind"], [("", _("all")), *LEDGER_KINDS.items()])

    def wanted(self) -> LedgerFilter:
        """The filter; fields with errors are left out, and the form shows them."""
        self.is_valid()
        facts = self.cleaned_data
        text = facts.get("q", "").strip()
        day, amount = day_in(text), amount_in(text)
        return LedgerFilter(
            text="" if day or amount is not None else text,
            amount=None if day else amount,
            kind=facts.get("kind", ""),
            since=day or facts.get("since"),
            until=day or facts.get("until"),
        )


class ComparisonForm(forms.Form):
    """With which invoice to compare."""

    def __init__(self, *, choices: list[Invoice], chosen: Invoice) -> None:
        super().__init__(initial={"with": chosen.invoice_no})
        known = choices if chosen in choices else [chosen, *choices]
        words = [(row.invoice_no, _words(row)) for row in known]
        # "with" is a word of the language, so the field cannot be declared in the class.
        self.fields["with"] = forms.ChoiceField(label=_("Compare with"), choices=words)


def _words(row: Invoice) -> str:
    amount = format_money(row.gross, currency=row.currency or "PLN")
    return f"{row.invoice_no} · {day_in_short(row.issued_on)} · {amount}"


def day_in(text: str) -> date | None:
    """`5.11.2026` or `2026-11-05` as a day; None when it is none."""
    try:
        if match := _POLISH_DAY.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        return parse_date(text)
    except ValueError:
        return None


def amount_in(text: str) -> Decimal | None:
    """`1 234,56 zł`, `-187.45` or `187,4` as an amount with no sign; None when it is none.

    A whole number is no amount: it is more often a part of a number.
    """
    bare = _CURRENCY.sub("", text).replace("\u00a0", "").replace(" ", "").replace(",", ".")
    if "." not in bare and bare == text.strip():
        return None
    try:
        amount = Decimal(bare).copy_abs()  # `abs` fails on an exponent of nine digits
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount <= _LARGEST else None
