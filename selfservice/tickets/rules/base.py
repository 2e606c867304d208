"""What every rule can do: put fitting fields in the place of general ones, and judge answers together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from ebok.core.periods import today
from selfservice.exchange.models import Meter
from selfservice.metering.words import kind_of_meter
from selfservice.tickets.models import Category
from selfservice.tickets.questions import PREFIX

AHEAD = timedelta(days=92)
"""A proposed day lies at most about three months ahead: nobody plans work or instalments further."""
METER = f"{PREFIX}meter"


@dataclass(frozen=True, slots=True)
class Known:
    """What the billing system tells of the account that a ticket is about; None where it cannot be asked.

    Parameters:
        meters: installations in place, with their points.
        balance: what is owed, in `currency`; an overpayment is below zero. overdue: part of it past due.
    """

    meters: Sequence[Meter] | None = None
    balance: Decimal | None = None
    overdue: Decimal = Decimal(0)
    currency: str = "PLN"


class Rule:
    """Of most kinds: nothing beyond the questions of the office, who may change or remove each of them."""

    answers_suffice: ClassVar[bool] = False
    """Do the answers tell everything, so that subject and text are for whoever has more to say?"""

    def __init__(self, *, category: Category, known: Known) -> None:
        self.category, self.known = category, known
        self.meters = {meter.pk: meter for meter in known.meters or ()}

    def shape(self, fields: dict[str, forms.Field]) -> None:
        """Change the fields of the questions, by name."""

    def problems(self, typed: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """(name of a field, what is wrong with its answer) of answers that each field has let pass."""
        yield from ()

    def offer_meters(self, fields: dict[str, forms.Field]) -> None:
        """The account's meters to choose from, where the question is still one for a text."""
        general = fields.get(METER)
        if not self.meters or type(general) is not forms.CharField:
            return
        empty = [] if general.required and len(self.meters) == 1 else [("", _("choose"))]
        labels = [(number, f"{row.meter_no}, {kind_of_meter(row)}") for number, row in self.meters.items()]
        choices: Any = [*empty, *labels]
        several = _("Send one ticket for each meter.") if len(self.meters) > 1 else ""
        fields[METER] = forms.ChoiceField(
            label=general.label, required=general.required, choices=choices, help_text=several
        )

    def meter(self, typed: dict[str, Any]) -> Meter | None:
        """The meter that was chosen; None where there was nothing to choose from."""
        return self.meters.get(str(typed.get(METER) or ""))

    def kept(self, answers: list[dict[str, Any]], *, typed: dict[str, Any]) -> list[dict[str, Any]]:
        """The answers as the ticket keeps them: of a meter its number and that of its installation."""
        meter = self.meter(typed)
        if meter is None:
            return answers
        facts = {"value": meter.meter_no, "installation_no": meter.pk, "unit": meter.unit}
        return [answer | facts if answer["key"] == "meter" else answer for answer in answers]


def day_problem(day: date) -> str:
    """Why a day cannot be proposed; "" if it can."""
    if day <= today():
        return _("Choose a day after today.")
    return _("Choose a day within the next three months.") if day > today() + AHEAD else ""
