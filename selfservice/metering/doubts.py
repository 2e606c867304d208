"""What is unusual about a reading. Doubts never refuse: the sender explains, and the office looks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from ebok.core.quantities import decimals_of
from selfservice.metering.counters import capacity, counted, rolls_over
from selfservice.metering.errors import (
    BeforeInstallation,
    BeyondCounter,
    DayInFuture,
    MeterExchanged,
    NegativeState,
)
from selfservice.metering.facts import MeterFacts

FAR_ABOVE = 3
"""So many times the own average per day is far above it."""


class Doubt(models.TextChoices):
    """Reason codes; the billing system gets them with the reading."""

    LOWER = "lower_than_last", _("It is lower than the last reading.")
    ROLLOVER = "rollover", _("The counter seems to have run through its last figure to nought.")
    FAR_ABOVE = "far_above_average", _("You used far more a day than on average so far.")
    ALREADY_SENT = "already_sent", _("A reading of this meter for this day or later is here already.")
    DIGITS = "wrong_digits", _("It has more decimals than this counter shows.")
    SUB_ABOVE_MAIN = "sub_meter_above_main", _("The sub-meter would have counted more than its main meter.")
    OUTSIDE_WINDOW = "outside_window", _("Readings of this meter are taken at another time of the year.")


def refuse_the_impossible(*, facts: MeterFacts, value: Decimal, read_on: date, today: date) -> None:
    """Let a reading pass that can be true.

    Raises:
        NegativeState, BeyondCounter, DayInFuture, BeforeInstallation, MeterExchanged.
    """
    meter = facts.meter
    if value < 0:
        raise NegativeState
    if meter.digits is not None and value >= capacity(meter.digits):
        raise BeyondCounter(digits=meter.digits)
    if read_on > today:
        raise DayInFuture
    if read_on < meter.installed_on:
        raise BeforeInstallation
    if meter.removed_on is not None and read_on >= meter.removed_on:
        raise MeterExchanged(number=meter.meter_no, removed_on=meter.removed_on)


def doubts_about(
    *, facts: MeterFacts, value: Decimal, read_on: date, main_used: Decimal | None, window_open: bool
) -> list[Doubt]:
    """Everything unusual about a state.

    Parameters:
        main_used: what the main meter counted since its last state, when it is sent together with this
            sub-meter; None makes its average the measure.
        window_open: are readings of this meter taken on that day?
    """
    return list(_doubts(facts, value, read_on, main_used, window_open))


def _doubts(
    facts: MeterFacts, value: Decimal, read_on: date, main_used: Decimal | None, window_open: bool
) -> Iterator[Doubt]:
    meter, last = facts.meter, facts.state_before(read_on)
    if last is not None and value < last.value:
        turned = rolls_over(before=last.value, after=value, digits=meter.digits)
        yield Doubt.ROLLOVER if turned else Doubt.LOWER
    used = used_since(facts=facts, value=value, read_on=read_on)
    if last is not None and used is not None and _is_far_above(facts, used, days=(read_on - last.day).days):
        yield Doubt.FAR_ABOVE
    if facts.is_known_from(read_on):
        yield Doubt.ALREADY_SENT
    if meter.decimals is not None and decimals_of(value) > meter.decimals:
        yield Doubt.DIGITS
    if used is not None and _is_above_main(facts, used, read_on, main_used):
        yield Doubt.SUB_ABOVE_MAIN
    if not window_open:
        yield Doubt.OUTSIDE_WINDOW


def used_since(*, facts: MeterFacts, value: Decimal, read_on: date) -> Decimal | None:
    """The quantity since the state before that day; None when there is none, below zero never."""
    last = facts.state_before(read_on)
    if last is None:
        return None
    ahead = counted(before=last.value, after=value, digits=facts.meter.digits)
    return max(ahead, Decimal(0)) * facts.factor


def _is_far_above(facts: MeterFacts, used: Decimal, *, days: int) -> bool:
    average = facts.daily_average
    if average is None or average <= 0:
        return False
    # A unit or less is no reason to bother anybody, however small the average.
    return used > FAR_ABOVE * average * max(days, 1) and used > 1


def _is_above_main(facts: MeterFacts, used: Decimal, read_on: date, main_used: Decimal | None) -> bool:
    if facts.main is None:
        return False
    if main_used is not None:
        return used > main_used
    last, average = facts.state_before(read_on), facts.main.daily_average
    if last is None or average is None:
        return False
    return used > FAR_ABOVE * average * max((read_on - last.day).days, 1)
