"""Names of supply areas, for parts that know no billing data: the exchange offers them, editors choose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AreaName:
    """A supply area: its code in the billing system and its name as residents know it."""

    code: str
    name: str


class AreasUnknown(Exception):
    """Nobody offers names of areas, or they cannot be read now."""


class AreaNames:
    """The one place where names of areas are offered and asked for."""

    def __init__(self) -> None:
        self._offered: Callable[[], list[AreaName]] | None = None

    def offer(self, names: Callable[[], list[AreaName]]) -> None:
        """Names will be read by calling `names`, which raises `AreasUnknown` when it cannot tell."""
        self._offered = names

    def known(self) -> list[AreaName]:
        """All areas, by name.

        Raises:
            AreasUnknown: nobody offers them, or they cannot be read now.
        """
        if self._offered is None:
            raise AreasUnknown
        return sorted(self._offered(), key=lambda area: (area.name, area.code))


area_names = AreaNames()
