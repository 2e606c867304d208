"""Names of streets, for parts that know no billing data: the exchange offers them, the street check asks."""

from __future__ import annotations

from collections.abc import Callable


class StreetsUnknown(Exception):
    """Nobody offers names of streets, there are none, or they cannot be read now."""


class StreetNames:
    """The one place where names of streets are offered and asked for."""

    def __init__(self) -> None:
        self._offered: Callable[[], list[str]] | None = None

    def offer(self, names: Callable[[], list[str]]) -> None:
        """Names will be read by calling `names`, which raises `StreetsUnknown` when it cannot tell."""
        self._offered = names

    def known(self) -> list[str]:
        """Every street that is supplied, each name once, as the supplier writes it.

        Raises:
            StreetsUnknown: nobody offers them, there are none, or they cannot be read now.
        """
        names = self._offered() if self._offered else []
        if not names:
            raise StreetsUnknown
        return names


street_names = StreetNames()
