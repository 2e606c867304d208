"""Leaked passwords, asked of a range service; only five characters of a hash leave the site.

The package `pwnedpasswords` hashes and compares. Around it stand what it lacks: our own way to ask (our
base URL, no redirects, tolerance for line ends), a limit on the whole time, and one exception for every
way of failing.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from functools import cache
from typing import Any
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from pwnedpasswords import Password
from pwnedpasswords.pwnedpasswords import PwnedPasswordsAPI

from selfservice.identity.passwords.errors import LeaksUnavailable

# Slow answers occupy these threads and no others; when all are busy, further checks are postponed.
ASKING_AT_ONCE = 4


class NoRedirects(HTTPRedirectHandler):
    """The service answers itself or not at all: nobody may send our server on to another address."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """No further request, so the redirect itself is the answer: an HTTPError."""


_OPENER = build_opener(NoRedirects)


def connect() -> None:
    """Have the package ask by `_answer`, once, when the site starts: it knows no such setting."""
    PwnedPasswordsAPI.request = staticmethod(_answer)


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


def _answer(*parts: str, timeout: float | None = None) -> str:
    address = f"{settings.BREACHED_PASSWORDS_URL.rstrip('/')}/{'/'.join(parts)}"
    question = Request(address, headers={"User-Agent": "pwnedpasswords (Python)"})  # noqa: S310
    with _OPENER.open(question, timeout=timeout) as answer:
        text: str = answer.read().decode("utf-8-sig")
    return "\r\n".join(text.split())
