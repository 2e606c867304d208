"""The town: districts, streets, and who lives where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from selfservice.exchange.demo.names import DISTRICTS, TOWN, TREES

Row = tuple[object, ...]
STREETS_OF_AREA = len(TREES)
HOMES_OF_STREET = 60


@dataclass(frozen=True, slots=True)
class Address:
    """An address in the town and the area that supplies it."""

    street: str
    building: str
    flat: str
    postcode: str
    area: str


@dataclass(frozen=True)
class Town:
    """A town big enough for so many customer accounts."""

    accounts: int

    @property
    def areas(self) -> int:
        """Number of districts, three at least."""
        return max(3, -(-self.accounts // (STREETS_OF_AREA * HOMES_OF_STREET)))

    @property
    def streets(self) -> int:
        """Number of streets that people live in: all of them, or as many as have homes."""
        return min(self.areas * STREETS_OF_AREA, max(STREETS_OF_AREA, self.accounts // 6))

    def area_code(self, number: int) -> str:
        """Code of a district, counted from 0."""
        return f"ZD-{number + 1:03}"

    def area_rows(self) -> Iterator[Row]:
        """The town and its districts."""
        yield ("ZD", TOWN, "", "town")
        for number in range(self.areas):
            turn, which = divmod(number, len(DISTRICTS))
            name = DISTRICTS[which] + (f" {turn + 1}" if turn else "")
            yield (self.area_code(number), name, "ZD", "district")

    def street_rows(self) -> Iterator[Row]:
        """Every street of every district."""
        for number in range(self.areas * STREETS_OF_AREA):
            area, which = divmod(number, STREETS_OF_AREA)
            code = self.area_code(area)
            yield (f"U{number + 1:05}", code, TOWN, f"ul. {TREES[which]}", "1", "99", "all")

    def address(self, index: int) -> Address:
        """Where the account lives; homes fill up street by street."""
        place, street = divmod(index, self.streets)
        area, which = divmod(street, STREETS_OF_AREA)
        return Address(
            street=f"ul. {TREES[which]}",
            building=str(1 + place // 3),
            flat=str(1 + place % 3),
            postcode=f"99-{900 + area % 100}",
            area=self.area_code(area),
        )
