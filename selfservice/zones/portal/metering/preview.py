"""What follows from the states typed: use, remarks, and an estimated amount."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.datastructures import MultiValueDict

from ebok.core.money import format_money
from ebok.core.periods import today
from ebok.core.quantities import format_quantity
from selfservice.metering.doubts import Doubt, refuse_the_impossible, used_since
from selfservice.metering.errors import MeteringError, NeedsExplanation
from selfservice.metering.facts import MeterFacts
from selfservice.metering.judging import judge
from selfservice.metering.prices import UnitPrice, price_for
from selfservice.metering.services import Outcome
from selfservice.zones.portal.metering.meters import meter_label
from selfservice.zones.portal.metering.sending_form import MeterAnswerForm, ReadingsForm, answer_prefix

Answers = tuple[Mapping[str, Any], MultiValueDict[str, Any]]


@dataclass(slots=True)
class PreviewRow:
    """One meter.

    Parameters:
        refusal: why it cannot be taken, or "".
        used, amount: in words; "" when nothing can be said. price_from: number of the invoice.
    """

    number: str
    label: str
    value: Decimal
    shown: str
    doubts: list[Doubt]
    form: MeterAnswerForm
    refusal: str = ""
    used: str = ""
    amount: str = ""
    price_from: str = ""

    @property
    def goes_back(self) -> bool:
        """Is the state lower than the last one, and no counter that ran through to nought?"""
        return Doubt.LOWER in self.doubts

    def answer(self, name: str) -> Any:
        """What was given in the field "why" or "photo" of this meter."""
        return self.form.cleaned_data.get(name) or ("" if name == "why" else None)


@dataclass(slots=True)
class Preview:
    """All meters of one form."""

    form: ReadingsForm
    rows: list[PreviewRow]
    problems: list[str] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Can any of them not be taken?"""
        return any(row.refusal for row in self.rows)

    def answers_are_valid(self) -> bool:
        """Are photos sound and remarks answered?"""
        answered = [self._is_answered(row) for row in self.rows]  # each row gets its own error
        return all(answered) and not self.is_refused

    def refuse(self, outcome: Outcome) -> None:
        """Say at each meter why it was not taken, and leave out those that were."""
        for row in self.rows:
            if row.number in outcome.refused:
                row.refusal = str(outcome.refused[row.number])
        self.problems += [f"{one.meter_no}: {one.receipt_no}" for one in outcome.kept]

    def _is_answered(self, row: PreviewRow) -> bool:
        if not row.form.is_valid():
            return False
        if row.doubts and not row.answer("why").strip():
            row.form.add_error("why", str(NeedsExplanation()))
            return False
        return True


def preview(
    *,
    facts: dict[str, MeterFacts],
    form: ReadingsForm,
    prices: dict[tuple[str, str], UnitPrice],
    answers: Answers | None,
) -> Preview:
    """Look at the states of a valid form.

    Parameters:
        prices: see `unit_prices`.
        answers: fields and files of the second step; None while it is shown for the first time.
    """
    rows = [_row(facts, number, form, prices=prices, answers=answers) for number in form.values]
    return Preview(form=form, rows=rows)


def _row(
    facts: dict[str, MeterFacts],
    number: str,
    form: ReadingsForm,
    *,
    prices: dict[tuple[str, str], UnitPrice],
    answers: Answers | None,
) -> PreviewRow:
    own, value, read_on = facts[number], form.values[number], form.cleaned_data["read_on"]
    data, files = answers or (None, None)
    row = PreviewRow(
        number=number,
        label=meter_label(own.meter),
        value=value,
        shown=format_quantity(value, unit=own.meter.unit),
        doubts=judge(facts=facts, installation_no=number, typed=form.values, read_on=read_on),
        form=MeterAnswerForm(
            data, files, prefix=answer_prefix(number), initial={"why": form.whys.get(number, "")}
        ),
    )
    try:
        refuse_the_impossible(facts=own, value=value, read_on=read_on, today=today())
    except MeteringError as error:
        row.refusal = str(error)
        return row
    used = used_since(facts=own, value=value, read_on=read_on)
    if used is None:
        return row
    row.used = format_quantity(used, unit=own.meter.unit)
    price = price_for(prices, point_no=own.meter.point_id, unit=own.meter.unit)
    if price and not own.meter.parent_installation_id:
        row.amount = format_money(price.estimate(used), currency=price.currency)
        row.price_from = price.invoice_no
    return row
