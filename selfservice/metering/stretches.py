"""What was used between two states of one meter installation.

Nothing here ever subtracts across installations: each one is worked out alone and the results are
added. Readings are ordered by the day on which they were read, however late they were booked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from selfservice.exchange.models import Meter, Reading
from selfservice.metering.counters import capacity, counted

ESTIMATED = Reading.Kind.ESTIMATED


@dataclass(frozen=True, slots=True)
class State:
    """What a meter showed at the end of a day, or was estimated to show."""

    day: date
    value: Decimal
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A quantity used after the end of one day until the end of another.

    Parameters:
        quantity: in the unit of the service, multiplier applied; below zero for a correction.
        estimated: one of its two ends is an estimate.
    """

    after: date
    until: date
    quantity: Decimal
    estimated: bool = False

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.until - self.after).days


def stretches_of(*, meter: Meter, readings: Iterable[Reading]) -> list[Stretch]:
    """The stretches of one installation, the earliest first.

    The states when built in and when removed count as readings and win over others of their day. Of
    several readings of one day a measured one wins over an estimate, then the one booked last: it
    corrects the others. An estimate that the counter cannot have shown between the
    measured states before and after it is left out.

    Parameters:
        readings: of this installation, in any order; what lies outside its time is left out.
    """
    states = states_of(meter=meter, readings=readings)
    factor = meter.multiplier if meter.multiplier is not None else Decimal(1)
    return [
        Stretch(
            after=first.day,
            until=second.day,
            quantity=factor * counted(before=first.value, after=second.value, digits=meter.digits),
            estimated=first.estimated or second.estimated,
        )
        for first, second in pairwise(states)
    ]


def states_of(*, meter: Meter, readings: Iterable[Reading]) -> list[State]:
    """The states that count, in order, those of the fitting and of the removal among them."""
    return _trusted(_states(meter, list(readings)), digits=meter.digits)


def _states(meter: Meter, readings: list[Reading]) -> list[State]:
    """One state a day, in order."""
    by_day: dict[date, State] = {}
    for reading in sorted(readings, key=_trust):
        if meter.installed_on <= reading.read_on and not _is_after_removal(meter, reading.read_on):
            by_day[reading.read_on] = State(reading.read_on, reading.value, reading.kind == ESTIMATED)
    states = sorted(by_day.values(), key=lambda state: state.day)
    return list(_with_ends(meter, states))


def _with_ends(meter: Meter, states: list[State]) -> Iterator[State]:
    """States with those of the fitting and of the removal, which may fall on one day."""
    first, last = meter.initial_value, meter.final_value if meter.removed_on else None
    if first is not None:
        yield State(meter.installed_on, first)
    for state in states:
        replaced = first is not None and state.day == meter.installed_on
        if not replaced and not (last is not None and state.day == meter.removed_on):
            yield state
    if last is not None and meter.removed_on is not None:
        yield State(meter.removed_on, last)


def _trust(reading: Reading) -> tuple[bool, str, str, str]:
    """Readings of one day, the one to believe last."""
    booked = reading.booked_on.isoformat() if reading.booked_on else ""
    received = reading.received_at.isoformat() if reading.received_at else ""
    return reading.kind != ESTIMATED, booked, received, reading.reading_no


def _trusted(states: list[State], *, digits: int | None) -> list[State]:
    """Without estimates that the measured states before and after them contradict."""
    kept: list[State] = []
    guesses: list[State] = []
    measured: State | None = None
    for state in states:
        if state.estimated:
            guesses.append(state)
            continue
        kept += [guess for guess in guesses if _may_be(guess, measured, state, digits)]
        kept.append(state)
        measured, guesses = state, []
    return kept + [guess for guess in guesses if measured is None or not _goes_back(measured, guess, digits)]


def _may_be(guess: State, before: State | None, after: State, digits: int | None) -> bool:
    """Does the counter pass this figure on its way from one measured state to the next?"""
    way = None if before is None else counted(before=before.value, after=after.value, digits=digits)
    if before is None or way is None or way < 0:
        return not _goes_back(guess, after, digits)
    ahead = guess.value - before.value
    return 0 <= (ahead if digits is None else _around(ahead, digits)) <= way


def _goes_back(earlier: State, later: State, digits: int | None) -> bool:
    """Is the way back shorter, also over nought? Then one of the two cannot be true."""
    ahead = later.value - earlier.value
    return ahead < 0 if digits is None else _around(ahead, digits) > capacity(digits) / 2


def _around(ahead: Decimal, digits: int) -> Decimal:
    """The way forward to a figure, over nought if it lies behind."""
    return (ahead % capacity(digits) + capacity(digits)) % capacity(digits)


def _is_after_removal(meter: Meter, day: date) -> bool:
    return meter.removed_on is not None and day > meter.removed_on
