"""Do sub-meters count more than the main meter before them? Compared over the same days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

from selfservice.metering.calendar import MILLIONTH
from selfservice.metering.counters import counted
from selfservice.metering.facts import MeterFacts
from selfservice.metering.stretches import State

NOUGHT = Decimal(0)


def is_above_main(
    *, own: MeterFacts, facts: dict[str, MeterFacts], typed: dict[str, Decimal], read_on: date
) -> bool:
    """Would this sub-meter, with its siblings typed beside it, have counted more than its main meter?

    The days are those since the sub-meter's last state. After the last state of a main meter that is not
    typed too, its own average a day is the measure. Of what is not known, nothing is said.

    Parameters:
        facts: of all meters typed, by installation; typed: their states.
    """
    main, last = own.main, own.state_before(read_on)
    if main is None or last is None:
        return False
    after = last.day
    if _known(own, typed[own.meter.pk], after=after, until=read_on) == 0:
        return False
    siblings = [facts[number] for number in typed if number in facts and facts[number].main is main]
    together = sum((_known(one, typed[one.meter.pk], after=after, until=read_on) for one in siblings), NOUGHT)
    of_main = _used(main, typed.get(main.meter.pk), after=after, until=read_on)
    # With an average as the measure, a unit or less is no reason to bother anybody.
    return of_main is not None and together > of_main + (MILLIONTH if main.meter.pk in typed else 1)


def _known(facts: MeterFacts, typed: Decimal, *, after: date, until: date) -> Decimal:
    """What a sub-meter is known to have used between two days, be it fitted later than the first."""
    first = facts.states[0].day if facts.states else until
    return _used(facts, typed, after=max(after, first), until=until) or NOUGHT


def _used(facts: MeterFacts, typed: Decimal | None, *, after: date, until: date) -> Decimal | None:
    """What a meter used between two days, evenly between its states; None when that cannot be known."""
    states = [state for state in facts.states if state.day < until]
    if typed is not None:
        states.append(State(until, typed))
    if not states or states[0].day > after:
        return None
    used = sum((_inside(facts, *pair, after=after) for pair in pairwise(states)), NOUGHT)
    beyond = (until - max(states[-1].day, after)).days
    if beyond == 0:
        return used
    return None if facts.daily_average is None else used + max(facts.daily_average, NOUGHT) * beyond


def _inside(facts: MeterFacts, first: State, second: State, *, after: date) -> Decimal:
    """The part of what was used between two states that falls behind a day; below zero never."""
    days = (second.day - max(first.day, after)).days
    if days <= 0:
        return NOUGHT
    ahead = max(counted(before=first.value, after=second.value, digits=facts.meter.digits), NOUGHT)
    return facts.factor * ahead * days / (second.day - first.day).days
