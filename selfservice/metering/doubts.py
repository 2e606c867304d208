"""What is unusual about a reading. Doubts never refuse: the sender explains, and the office looks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from ebok.core.quantities import decimals_of
from selfservice.metering.counters import MOST_DIGITS, capacity, counted, rolls_over
from selfservice.metering.errors import (
    BeforeInstallation,
    BeyondCounter,
    DayInFuture,
    MeterExchanged,
    NegativeState,
)
from selfservice.metering.facts import MeterFacts
from selfservice.metering.stretches import State

FAR_ABOVE = 3
"""So many times the own average per day is far above it."""


class Doubt(models.TextChoices):
    """Reason codes; the billing system gets them with the reading."""

    LOWER = "lower_than_last", _("It is lower than the last reading.")
    ROLLOVER = "rollover", _("The counter seems to have run through its last figure to nought.")
    FAR_ABOVE = "far_above_average", _("You used far more a day than on average so far.")
    ALREADY_SENT = "already_sent", _("A reading of this meter for this day or later is here already.")
    DIGITS = (
        "wrong_digits",
        _(
            "The number of digits does not fit this counter. Red digits or those behind the mark belong "
            "after the decimal point."
        ),
    )
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
    if value >= capacity(MOST_DIGITS):
        raise BeyondCounter
    if read_on > today:
        raise DayInFuture
    if read_on < meter.installed_on:
        raise BeforeInstallation
    if meter.removed_on is not None and read_on >= meter.removed_on:
        raise MeterExchanged(number=meter.meter_no, removed_on=meter.removed_on)


def doubts_about(
    *, facts: MeterFacts, value: Decimal, read_on: date, above_main: bool, window_open: bool
) -> list[Doubt]:
    """Everything unusual about a state.

    Parameters:
        above_main: would this sub-meter have counted more than its main meter (see `sub_meters`)?
        window_open: are readings of this meter taken on that day?
    """
    return list(_doubts(facts, value, read_on, above_main, window_open))


def _doubts(
    facts: MeterFacts, value: Decimal, read_on: date, above_main: bool, window_open: bool
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
    if _has_wrong_digits(facts, value, last):
        yield Doubt.DIGITS
    if above_main:
        yield Doubt.SUB_ABOVE_MAIN
    if not window_open:
        yield Doubt.OUTSIDE_WINDOW


def used_since(*, facts: MeterFacts, value: Decimal, read_on: date) -> Decimal | None:
    """The quantity since the state before that day; None when there is none, or when the counter went back.

    Of a lower state nobody can tell what was used: the meter may have been exchanged, or read wrongly.
    """
    last = facts.state_before(read_on)
    if last is None:
        return None
    ahead = counted(before=last.value, after=value, digits=facts.meter.digits)
    return None if ahead < 0 else ahead * facts.factor


def _has_wrong_digits(facts: MeterFacts, value: Decimal, last: State | None) -> bool:
    """More digits than the counter is said to show, or fewer before the point than it showed last.

    A counter may be written down wrongly in the exchange, so neither is impossible.
    """
    meter = facts.meter
    if meter.decimals is not None and decimals_of(value) > meter.decimals:
        return True
    if meter.digits is not None and value >= capacity(meter.digits):
        return True
    if last is None or rolls_over(before=last.value, after=value, digits=meter.digits):
        return False
    return len(str(int(value))) < len(str(int(last.value)))


def _is_far_above(facts: MeterFacts, used: Decimal, *, days: int) -> bool:
    average = facts.daily_average
    if average is None or average <= 0:
        return False
    # A unit or less is no reason to bother anybody, however small the average.
    return used > FAR_ABOVE * average * max(days, 1) and used > 1
