"""Sessions of a user: which are open, and ending them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from ebok.audit.services import record
from selfservice.identity.browsers import browser_in_words
from selfservice.identity.devices.models import OpenSession
from selfservice.identity.roles import role_of
from selfservice.identity.sessions import limits_for

SALT = "ebok.devices.handle"


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """One open session, fit for the screen: its handle opens nothing.

    Parameters:
        handle: names the session in a form; derived from its key by a keyed hash.
        browser: "Chrome on Android".
        is_this: is it the session of the request in hand?
    """

    handle: str
    browser: str
    address: str
    started_at: datetime | None
    seen_at: datetime | None
    is_this: bool


def sessions_of(*, user: Any, this_key: str = "") -> list[SessionFacts]:
    """Sessions in which `user` is signed in now, this one first, then the latest used."""
    facts = [
        SessionFacts(
            handle=_handle(row.session_key),
            browser=browser_in_words(row.browser),
            address=row.address,
            started_at=row.started_at,
            seen_at=row.seen_at,
            is_this=row.session_key == this_key,
        )
        for row in _open(user).order_by("-seen_at")
    ]
    return sorted(facts, key=lambda one: not one.is_this)


@transaction.atomic
def end_session(*, user: Any, handle: str) -> bool:
    """End one session of one's own; False when there is no such session any more."""
    for row in _open(user):
        if constant_time_compare(_handle(row.session_key), handle):
            row.delete()
            _record("devices.session_ended", user, actor=user, count=1)
            return True
    return False


@transaction.atomic
def end_others(*, user: Any, this_key: str) -> int:
    """End all sessions of `user` but the one with `this_key`; returns how many there were.

    Called by the person, and by every change of the password or of the second factor.
    """
    others = OpenSession.objects.filter(user=user).exclude(session_key=this_key)
    count = others.delete()[0]
    if count:
        _record("devices.sessions_ended", user, actor=user, count=count)
    return count


@transaction.atomic
def end_all(*, user: Any, actor: Any, reason: str = "") -> int:
    """End every session of `user`, by somebody of the office or by the system (`actor` None)."""
    count = OpenSession.objects.filter(user=user).delete()[0]
    _record("devices.sessions_ended", user, actor=actor, count=count, reason=reason)
    return count


def forget_expired() -> int:
    """Delete sessions that nobody can use any more; returns how many."""
    return OpenSession.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def _open(user: Any) -> QuerySet[OpenSession]:
    limits, now = limits_for(user), timezone.now()
    return OpenSession.objects.filter(
        user=user,
        expire_date__gt=now,
        seen_at__gte=now - timedelta(seconds=limits.idle),
        started_at__gte=now - timedelta(seconds=limits.absolute),
    )


def _handle(session_key: str) -> str:
    return salted_hmac(SALT, session_key, algorithm="sha256").hexdigest()[:32]


def _record(action: str, user: Any, *, actor: Any, count: int, reason: str = "") -> None:
    record(
        action=action,
        actor=actor,
        actor_role="system" if actor is None else role_of(actor),
        object_type="user",
        object_id=str(user.pk),
        reason=reason,
        details={"sessions": count},
    )
