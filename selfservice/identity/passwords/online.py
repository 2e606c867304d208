"""Leaked passwords, asked of a range service; only five characters of a hash leave the site.

The package `pwnedpasswords` asks and compares. Around it stand what it lacks: our own base URL, a limit
on the whole time, tolerance for line ends, and one exception for every way of failing.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from functools import cache
from typing import Any

from django.conf import settings
from pwnedpasswords import Password
from pwnedpasswords.pwnedpasswords import PwnedPasswordsAPI

from selfservice.identity.passwords.errors import LeaksUnavailable

# Slow answers occupy these threads and no others; when all are busy, further checks are postponed.
ASKING_AT_ONCE = 4


def connect() -> None:
    """Point the package at our base URL, once, when the site starts: it knows no such setting."""
    request = PwnedPasswordsAPI.request
    if getattr(request, "connected", False):
        return
    PwnedPasswordsAPI.url = staticmethod(_url)
    PwnedPasswordsAPI.request = staticmethod(_with_one_kind_of_line_end(request))


def times_seen(password: str) -> int:
    """How often the password stands in known leaks; 0 when never.

    Raises:
        LeaksUnavailable: no answer within `BREACHED_PASSWORDS_SECONDS`, or none that makes sense.
    """
    seconds: float = settings.BREACHED_PASSWORDS_SECONDS
    try:
        # The package's own limit is one of silence; a service that drips is cut off by ours.
        return _threads().submit(_ask, password, seconds).result(timeout=seconds)
    except (OSError, ValueError, TooLate) as error:
        raise LeaksUnavailable(type(error).__name__) from error


def _ask(password: str, seconds: float) -> int:
    # plain_text: otherwise a password of forty hex digits would be sent as a ready hash.
    return int(Password(password, plain_text=True).check(timeout=seconds, anonymous=True))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=ASKING_AT_ONCE, thread_name_prefix="leaks")


def _url(*parts: str, **query: Any) -> str:
    return f"{settings.BREACHED_PASSWORDS_URL.rstrip('/')}/{'/'.join(parts)}"


def _with_one_kind_of_line_end(request: Callable[..., str]) -> Callable[..., str]:
    def asked(*args: Any, **kwargs: Any) -> str:
        return "\r\n".join(request(*args, **kwargs).split())

    asked.connected = True  # type: ignore[attr-defined]
    return asked
