"""Change of user: one meter state that both sides have read together, fit for the billing system."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ebok.core.periods import today
from selfservice.metering.doubts import refuse_the_impossible
from selfservice.metering.errors import DayInFuture, MeteringError, NegativeState
from selfservice.metering.facts import MeterFacts
from selfservice.metering.state_field import StateField
from selfservice.tickets.models import FieldKind
from selfservice.tickets.questions import PREFIX
from selfservice.tickets.rules.base import METER, Rule

DAY, STATE, AGREED = f"{PREFIX}day", f"{PREFIX}state", f"{PREFIX}agreed"
KINDS = {"meter": FieldKind.TEXT, "state": FieldKind.NUMBER, "day": FieldKind.DATE}
BACK = timedelta(days=92)
"""Billing periods of the past are closed: who hands over tells within about three months."""


class Handover(Rule):
    """The meter is one of the account's, its state can be true, the day is near, and both sides agree."""

    answers_suffice = True

    def shape(self, fields: dict[str, forms.Field]) -> None:
        """A meter to choose and its state; neither is asked of an account without a meter."""
        self.offer_meters(fields)
        if self.known.meters is not None and not self.meters:
            for name in (METER, STATE, AGREED):
                fields.pop(name, None)
        general = fields.get(STATE)
        if isinstance(general, forms.DecimalField):
            fields[STATE] = StateField(
                label=general.label,
                required=general.required,
                max_digits=18,
                decimal_places=6,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )

    def problems(self, typed: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """What cannot be, or what billing could not use."""
        day, state = typed.get(DAY), typed.get(STATE)
        if typed.get(AGREED) == "no":
            yield (
                AGREED,
                _(
                    "Only a state that both sides agree to can be taken over. Read the meter together once "
                    "more; if you cannot agree, send us a question."
                ),
            )
        if isinstance(day, date) and (text := _day_problem(day)):
            yield DAY, text
        elif isinstance(state, Decimal) and state < 0:
            yield STATE, str(NegativeState())
        elif isinstance(state, Decimal) and isinstance(day, date):
            yield from self._impossible(typed, state=state, day=day)

    def _impossible(self, typed: dict[str, Any], *, state: Decimal, day: date) -> Iterator[tuple[str, str]]:
        meter = self.meter(typed)
        if meter is None:
            return
        facts = MeterFacts(meter=meter, states=[], daily_average=None)
        try:
            refuse_the_impossible(facts=facts, value=state, read_on=day, today=today())
        except MeteringError as error:
            yield STATE, str(error)


def joint_state(answers: Iterable[dict[str, Any]]) -> dict[str, object]:
    """What the billing system is told of a change of user, in the names of `reading.submitted`.

    Parameters:
        answers: as the ticket keeps them. What was not asked, or is asked in another way now, is empty.
    """
    known = {answer["key"]: answer for answer in answers if answer["kind"] == KINDS.get(answer["key"])}
    meter, state, day = (known.get(key, {}) for key in ("meter", "state", "day"))
    return {
        "meter_no": meter.get("value", ""),
        "installation_no": meter.get("installation_no", ""),
        "read_on": day.get("value"),
        "value": f"{Decimal(state['value']).normalize():f}" if state else None,
        "unit": meter.get("unit", ""),
    }


def _day_problem(day: date) -> str:
    if day > today():
        return str(DayInFuture())
    return _("Give a day of the last three months.") if day < today() - BACK else ""
