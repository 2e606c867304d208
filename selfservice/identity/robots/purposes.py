"""The forms that robots like, and what is usual for people there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Purpose:
    """One kind of form.

    Parameters:
        name: in URLs and rows.
        free: so many sendings an hour from one address need no proof.
        fastest: nobody fills the form in less time; zero where browsers fill it themselves.
    """

    name: str
    free: int
    fastest: timedelta = timedelta(0)


SIGN_IN = Purpose("sign-in", free=10_000)
SIGN_UP = Purpose("sign-up", free=3, fastest=timedelta(seconds=2))
RESET = Purpose("reset", free=3)
GUEST = Purpose("guest", free=1, fastest=timedelta(seconds=3))
PURPOSES = {purpose.name: purpose for purpose in (SIGN_IN, SIGN_UP, RESET, GUEST)}
