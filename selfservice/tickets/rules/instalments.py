"""Payment in instalments: an amount that is owed, a whole number of parts, a first day that is near."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ebok.core.money import GROSZ, format_money
from selfservice.tickets.questions import PREFIX
from selfservice.tickets.rules.base import Rule, day_problem

AMOUNT, COUNT, FIRST = f"{PREFIX}amount", f"{PREFIX}count", f"{PREFIX}first"
FEWEST, MOST = 2, 12
ABOVE = Decimal("1.1")
"""Interest of the days since the balance was read may come on top: a tenth is more than it ever is."""


class Instalments(Rule):
    """The amount is above nought and near what is owed; the office sets the most instalments."""

    answers_suffice = True

    def shape(self, fields: dict[str, forms.Field]) -> None:
        """Amount with what is owed beside it; whole numbers of instalments."""
        amount, count = fields.get(AMOUNT), fields.get(COUNT)
        if isinstance(amount, forms.DecimalField):
            fields[AMOUNT] = forms.DecimalField(
                label=amount.label,
                required=amount.required,
                max_digits=12,
                decimal_places=2,
                min_value=GROSZ,
                localize=True,
                help_text=self._owed(),
            )
        if isinstance(count, forms.DecimalField):
            most = self.category.most_instalments or MOST
            fields[COUNT] = forms.IntegerField(
                label=count.label,
                required=count.required,
                min_value=FEWEST,
                max_value=most,
                help_text=_("From %(fewest)d to %(most)d.") % {"fewest": FEWEST, "most": most},
            )

    def problems(self, typed: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """More than is owed, or a first day that is past or far away."""
        amount, first, owed = typed.get(AMOUNT), typed.get(FIRST), self.known.balance
        if isinstance(amount, Decimal) and owed is not None:
            if owed <= 0:
                yield AMOUNT, _("There is nothing to pay on this account, so there is nothing to spread.")
            elif amount > owed * ABOVE:
                words = {"owed": format_money(owed, currency=self.known.currency)}
                yield AMOUNT, _("That is more than you owe. Spread at most %(owed)s.") % words
        if isinstance(first, date) and (text := day_problem(first)):
            yield FIRST, text

    def _owed(self) -> str:
        if self.known.balance is None:
            return ""
        currency = self.known.currency
        words = {
            "owed": format_money(max(self.known.balance, Decimal(0)), currency=currency),
            "overdue": format_money(self.known.overdue, currency=currency),
        }
        return _("You owe %(owed)s now; %(overdue)s of it is past its due date.") % words
