"""How long a session lives: it ends when idle, and after a day's work at the latest."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

STARTED = "ebok_started"
SEEN = "ebok_seen"
# Written at most once a minute: a page view costs no write to the session table.
SEEN_STEP_SECONDS = 60


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """Longest idle time and longest life of a session, in seconds."""

    idle: int
    absolute: int


def limits_for(*, is_staff: bool) -> SessionLimits:
    """People of the office get shorter sessions than customers (settings SESSION_LIMITS)."""
    return SessionLimits(**settings.SESSION_LIMITS["staff" if is_staff else "customer"])


def start_clock(session: SessionBase, *, now: float) -> None:
    """Note the sign-in (`now` in seconds since the epoch)."""
    session[STARTED] = session[SEEN] = int(now)


def is_over(session: SessionBase, *, limits: SessionLimits, now: float) -> bool:
    """Has a signed-in session outlived its limits? One without a clock has."""
    started, seen = session.get(STARTED), session.get(SEEN)
    if started is None or seen is None:
        return True
    return bool(now - seen > limits.idle or now - started > limits.absolute)


def touch(session: SessionBase, *, now: float) -> None:
    """Note that the session is in use."""
    if now - session[SEEN] >= SEEN_STEP_SECONDS:
        session[SEEN] = int(now)
