"""An independent way to the same figures: a pretended meter that counts litre by litre, day by day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from selfservice.exchange.models import Meter, Reading


@dataclass
class Household:
    """Uses so many whole units each day; meters of `digits` places are exchanged on some days.

    Parameters:
        uses: units used on each day, beginning the day after `start`.
        read_after: numbers of days after which the meter is read; exchanged_after: after which it is
            exchanged; estimated: readings (by day) that are estimates, with the estimated state.
    """

    start: date
    uses: list[int]
    read_after: set[int]
    exchanged_after: set[int]
    digits: int = 4
    first_state: int = 0
    multiplier: Decimal | None = None
    meters: list[Meter] = field(default_factory=list)
    readings: dict[str, list[Reading]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._build_in(self.start, self.first_state)
        state, limit = self.first_state, 10**self.digits
        for number, used in enumerate(self.uses, start=1):
            day = self.start + timedelta(days=number)
            state = (state + used) % limit
            if number in self.read_after:
                self._read(day, state)
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

    def used_until_last_state(self) -> Decimal:
        """The whole use that a reading or an exchange has seen."""
        last = max(self.read_after | self.exchanged_after, default=0)
        return sum(self.uses[:last]) * (self.multiplier or Decimal(1))

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

    def _read(self, day: date, state: int, kind: str = "actual") -> None:
        number = self.meters[-1].installation_no
        self.readings[number].append(
            Reading(reading_no=f"{number}/{day}", read_on=day, value=Decimal(state), kind=kind)
        )
