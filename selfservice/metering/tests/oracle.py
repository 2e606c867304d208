"""An independent way to the same figures: a pretended meter that counts litre by litre, day by day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from selfservice.exchange.models import Meter, Reading


@dataclass
class Household:
    """Uses so many whole units each day; meters of `digits` places are exchanged on some days.

    Parameters:
        uses: units used on each day, beginning the day after `start`.
        read_after: numbers of days after which the meter is read; exchanged_after: after which it is
            exchanged.
        estimated: by day, how far an estimate made for it lies above (or below) the truth.
        corrected: by day on which it is read, how far a state lies from the truth that was booked first.
        booked_after: so many days after it was read a true state is booked.
    """

    start: date
    uses: list[int]
    read_after: set[int]
    exchanged_after: set[int]
    digits: int = 4
    first_state: int = 0
    multiplier: Decimal | None = None
    estimated: dict[int, int] = field(default_factory=dict)
    corrected: dict[int, int] = field(default_factory=dict)
    booked_after: int = 0
    meters: list[Meter] = field(default_factory=list)
    readings: dict[str, list[Reading]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._build_in(self.start, self.first_state)
        state, limit = self.first_state, 10**self.digits
        for number, used in enumerate(self.uses, start=1):
            day = self.start + timedelta(days=number)
            state = (state + used) % limit
            if number in self.estimated:
                self._read(
                    day, (state + self.estimated[number]) % limit, "estimated", booked=number * 7 % 200
                )
            if number in self.read_after:
                self._read(day, state, booked=self.booked_after + 1)
            if number in self.read_after and number in self.corrected:
                self._read(day, (state + self.corrected[number]) % limit, booked=self.booked_after)
            if number in self.exchanged_after:
                self.meters[-1].removed_on, self.meters[-1].final_value = day, Decimal(state)
                state = (state * 7 + 13) % limit
                self._build_in(day, state)

    def used_by_month(self) -> dict[date, Decimal]:
        """What a person with a pencil would write down, when every day is read."""
        found: dict[date, Decimal] = {}
        for number, used in enumerate(self.uses, start=1):
            month = (self.start + timedelta(days=number)).replace(day=1)
            found[month] = found.get(month, Decimal(0)) + used * (self.multiplier or 1)
        return found

    def day(self, number: int) -> date:
        """The day after which so many days are over."""
        return self.start + timedelta(days=number)

    def used_until_last_state(self) -> Decimal:
        """The whole use that a reading, an exchange or at least an estimate has seen."""
        last = self.lives()[-1][-1]
        return (sum(self.uses[:last]) + self._off(last)) * (self.multiplier or Decimal(1))

    def estimated_months(self) -> set[date]:
        """Months in which some day lies beside an estimate that nothing has refuted."""
        found = set()
        for life in self.lives():
            for first, second in pairwise(life):
                if self.is_estimate(first) or self.is_estimate(second):
                    found |= {self._month(number) for number in range(first + 1, second + 1)}
        return found

    def lives(self) -> list[list[int]]:
        """For each meter the days whose states are to be believed, its first day among them."""
        found, first = [], 0
        for end in sorted(self.exchanged_after):
            found.append([first, *filter(self._is_believed, range(first + 1, end)), end])
            first = end
        return [*found, [first, *filter(self._is_believed, range(first + 1, len(self.uses) + 1))]]

    def _is_believed(self, number: int) -> bool:
        """Was it measured, or estimated between what was measured before and after it on the same meter?"""
        if number in self.read_after or not self.is_estimate(number):
            return number in self.read_after
        off, measured = self.estimated[number], {0} | self.read_after | self.exchanged_after
        since = max(day for day in measured if day < number)
        later = [day for day in measured if day > number]
        is_too_high = later and off > sum(self.uses[number : min(later)])
        return not is_too_high and off >= -sum(self.uses[since:number])

    def is_estimate(self, number: int) -> bool:
        """Is nothing but an estimate known of this day?"""
        return number in self.estimated and number not in self.read_after | self.exchanged_after

    def _off(self, number: int) -> int:
        return self.estimated[number] if self.is_estimate(number) else 0

    def _month(self, number: int) -> date:
        return self.day(number).replace(day=1)

    def _build_in(self, day: date, state: int) -> None:
        number = f"Z{len(self.meters)}"
        self.meters.append(
            Meter(
                installation_no=number,
                meter_no=number,
                installed_on=day,
                initial_value=Decimal(state),
                digits=self.digits,
                multiplier=self.multiplier,
                unit="m3",
            )
        )
        self.readings[number] = []

    def _read(self, day: date, state: int, kind: str = "actual", *, booked: int) -> None:
        """Deliveries come in any order; the newest stands first here."""
        number = self.meters[-1].installation_no
        row = Reading(
            reading_no=f"{number}/{day}/{len(self.readings[number])}",
            read_on=day,
            value=Decimal(state),
            kind=kind,
            booked_on=day + timedelta(days=booked),
        )
        self.readings[number].insert(0, row)
