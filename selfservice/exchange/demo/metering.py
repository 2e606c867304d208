"""Meters and readings of one demo account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random

from selfservice.exchange.demo.calendar import Calendar
from selfservice.exchange.demo.customers import Customer
from selfservice.exchange.demo.figures import thousandths
from selfservice.exchange.demo.town import Row

_EXCHANGED_IN = 13  # which of the months, counted from the oldest
_KINDS = ("actual",) * 6 + ("customer",) * 3 + ("remote",) * 2 + ("estimated",)
_SUMMER = (4, 5, 6, 7, 8, 9)


@dataclass
class Metering:
    """The main meter of an account, perhaps exchanged once, perhaps with a sub-meter for the garden."""

    customer: Customer
    calendar: Calendar
    rng: Random
    newest_litres: int = 0

    @cached_property
    def usage(self) -> dict[date, int]:
        """Litres used in the month that ends on the day."""
        days = self.calendar.month_ends[1:]
        litres = self.customer.litres
        used = {day: litres * self.rng.randrange(80, 121) // 100 // 10 * 10 for day in days}
        if self.newest_litres:
            billed = max(
                day
                for day in days
                if day < self.calendar.bill_days(self.customer.days_ago)[-1].replace(day=1)
            )
            used[billed] = self.newest_litres
        return used

    @cached_property
    def garden(self) -> dict[date, int]:
        """Litres of them that went into the garden and not into the sewer."""
        if not self.customer.garden:
            return {}
        return {day: used // 4 for day, used in self.usage.items() if day.month in _SUMMER}

    @property
    def point(self) -> str:
        """Number of the water point."""
        return f"PP{self.customer.number}W"

    def meter_rows(self) -> Iterator[Row]:
        """Installations: an exchanged meter is one row that ended and one that began."""
        number, index = self.customer.number, self.customer.index
        built_in = self.calendar.month_ends[0] - timedelta(days=900 + index % 700)
        if self.customer.exchanged:
            day = self._exchange_day
            old = (thousandths(self._start), thousandths(self._final))
            yield self._meter(f"Z{number}A", f"WM{index * 7 + 1_000_003:08}", built_in, day, *old, "")
            yield self._meter(f"Z{number}B", f"WM{index * 7 + 1_000_004:08}", day, None, "0.000", "", "")
        else:
            initial = thousandths(self._start)
            yield self._meter(f"Z{number}B", f"WM{index * 7 + 1_000_003:08}", built_in, None, initial, "", "")
        if self.customer.garden:
            factory = f"WM{index * 7 + 1_000_006:08}"
            yield self._meter(f"Z{number}G", factory, built_in, None, "0.000", "", f"Z{number}B")

    def reading_rows(self) -> Iterator[Row]:
        """One reading a month, one more when the meter was exchanged, and those of the garden."""
        number = self.customer.number
        state, installation = self._start, "A" if self.customer.exchanged else "B"
        for place, (day, used) in enumerate(self.usage.items()):
            if self.customer.exchanged and place == _EXCHANGED_IN:
                part = used // 2
                yield self._reading(
                    f"O{number}X", f"Z{number}A", self._exchange_day, state + part, part, "exchange"
                )
                state, used, installation = 0, used - part, "B"
            state += used
            kind = self.rng.choice(_KINDS)
            yield self._reading(f"O{number}{place:02}", f"Z{number}{installation}", day, state, used, kind)
        state = 0
        for place, (day, used) in enumerate(self.garden.items()):
            state += used
            yield self._reading(f"O{number}G{place:02}", f"Z{number}G", day, state, used, "customer")

    def fresh_reading(self, generation: int) -> Row:
        """A reading that a later delivery brings."""
        number, used = self.customer.number, self.customer.litres // 2
        no = f"O{number}D{generation}"
        return self._reading(no, f"Z{number}B", self.calendar.today, self._fresh_state, used, "customer")

    def exchange_rows(self, generation: int) -> Iterator[tuple[str, Row]]:
        """The exchange of the main meter today, by a later delivery: old meter, new one, last state."""
        number, today = self.customer.number, self.calendar.today
        *_, old = (row for row in self.meter_rows() if row[0] == f"Z{number}B")
        final = thousandths(self._fresh_state)
        yield "meters", (*old[:8], today, old[9], final, *old[11:])
        factory = f"WM{self.customer.index * 7 + 1_000_005:08}"
        yield "meters", self._meter(f"Z{number}C{generation}", factory, today, None, "0.000", "", "")
        last = f"O{number}E{generation}"
        yield "readings", self._reading(last, f"Z{number}B", today, self._fresh_state, 0, "exchange")

    @property
    def _fresh_state(self) -> int:
        state = self._start + sum(self.usage.values()) + self.customer.litres // 2
        return state - self._final if self.customer.exchanged else state

    @property
    def _start(self) -> int:
        return 40_000 + self.customer.index % 900 * 1000

    @property
    def _exchange_day(self) -> date:
        return self.calendar.month_ends[_EXCHANGED_IN] + timedelta(days=14)

    @property
    def _final(self) -> int:
        used = list(self.usage.values())
        return self._start + sum(used[:_EXCHANGED_IN]) + used[_EXCHANGED_IN] // 2

    def _meter(
        self, no: str, factory: str, begin: date, end: date | None, initial: str, final: str, parent: str
    ) -> Row:
        legal = begin.replace(day=1, month=1) + timedelta(days=5 * 366)
        return (
            no,
            self.point,
            factory,
            "cold_water",
            "m3",
            5,
            3,
            begin,
            end,
            initial,
            final,
            "",
            parent,
            legal,
        )

    def _reading(self, no: str, installation: str, day: date, state: int, used: int, kind: str) -> Row:
        late = self.rng.random() < 0.03
        booked = min(day + timedelta(days=45 if late else 3), self.calendar.today)
        received = self.calendar.instant(day, 8 + self.rng.randrange(9), self.rng.randrange(60))
        return (no, installation, day, received, booked, thousandths(state), kind, thousandths(used))
