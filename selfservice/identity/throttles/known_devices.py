"""Browsers in which somebody has signed in before. Strangers cannot lock their owner out of them.

The cookie grants nothing but a count of tries of its own. It holds keyed hashes, no names.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from selfservice.identity.throttles.subjects import owner_of, owners_of

SALT = "ebok.throttles.known_device"
KEPT_FOR = timedelta(days=180)
# People of one household who share a browser; more than that push the oldest out.
MOST_SUBJECTS = 8


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A browser: its random id and the subjects that have signed in there, the latest last."""

    device: str
    subjects: tuple[str, ...]


def cookie_name() -> str:
    """The name that ties the cookie to this host, where cookies travel by HTTPS."""
    return "__Host-known" if settings.SESSION_COOKIE_SECURE else "known"


def track_of(request: HttpRequest | None, *, login: str) -> str:
    """The browser's own track for somebody who has signed in there with `login` before, else ""."""
    known = _read(request)
    return known.device if known and not set(known.subjects).isdisjoint(owners_of(login)) else ""


def person_of(request: HttpRequest) -> str:
    """The subject that has signed in last in this browser, "" for a stranger's.

    One however many browsers a person has, so that collecting cookies gives nobody more room.
    """
    known = _read(request)
    return known.subjects[-1] if known and known.subjects else ""


def remember(*, request: HttpRequest, response: HttpResponseBase, login: str) -> None:
    """Somebody has just signed in completely, or opened a letter of ours: this browser is his."""
    known = _read(request) or KnownDevice(device=secrets.token_urlsafe(16), subjects=())
    others = [other for other in known.subjects if other not in owners_of(login)]
    subjects = [*others, owner_of(login)][-MOST_SUBJECTS:]
    response.set_cookie(
        cookie_name(),
        signing.dumps({"device": known.device, "subjects": subjects}, salt=SALT),
        max_age=int(KEPT_FOR.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest | None) -> KnownDevice | None:
    cookie = request.COOKIES.get(cookie_name(), "") if request is not None else ""
    if not cookie:
        return None
    try:
        facts = signing.loads(cookie, salt=SALT, max_age=KEPT_FOR)
        return KnownDevice(device=str(facts["device"]), subjects=tuple(map(str, facts["subjects"])))
    except (signing.BadSignature, KeyError, TypeError):
        return None
