"""How long a session lives: it ends when idle, and after a day's work at the latest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from selfservice.identity.roles import works_here

STARTED = "ebok_started"
SEEN = "ebok_seen"
# Where the person signed in: columns of the session's row, for the list that its owner sees.
BROWSER = "ebok_browser"
ADDRESS = "ebok_address"
# Written at most once a minute: a page view costs no write to the session table.
SEEN_STEP_SECONDS = 60
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """Longest idle time and longest life of a session, in seconds; also what is left of them."""

    idle: int
    absolute: int


def limits_for(user: Any) -> SessionLimits:
    """People of the office, editors included, get shorter sessions than customers (SESSION_LIMITS)."""
    return SessionLimits(**settings.SESSION_LIMITS["staff" if works_here(user) else "customer"])


def start_clock(session: SessionBase, *, now: float, browser: str = "", address: str = "") -> None:
    """Note the sign-in (`now` in seconds since the epoch) and the browser's own words."""
    session[STARTED] = session[SEEN] = int(now)
    session[BROWSER], session[ADDRESS] = browser[:200], address


def is_over(session: SessionBase, *, limits: SessionLimits, now: float) -> bool:
    """Has a signed-in session outlived its limits? One without a clock has."""
    started, seen = session.get(STARTED), session.get(SEEN)
    if started is None or seen is None:
        return True
    return bool(now - seen > limits.idle or now - started > limits.absolute)


def seconds_left(session: SessionBase, *, limits: SessionLimits, now: float) -> SessionLimits:
    """What is left of the limits: until the session ends if nobody does anything, and at the latest."""
    absolute = limits.absolute - (now - session[STARTED])
    idle = min(limits.idle - (now - session[SEEN]), absolute)
    return SessionLimits(idle=max(0, int(idle)), absolute=max(0, int(absolute)))


def touch(session: SessionBase, *, now: float, at_once: bool = False) -> None:
    """Note that the session is in use."""
    if at_once or now - session[SEEN] >= SEEN_STEP_SECONDS:
        session[SEEN] = int(now)


def untouched(view: View) -> View:
    """Decorator of a view that a page asks by itself: it is no sign of a person at the screen."""
    view.leaves_session_untouched = True  # type: ignore[attr-defined]
    return view
