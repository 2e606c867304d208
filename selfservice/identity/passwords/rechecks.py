"""Checks that could not be made when a password was set, made up for at the next sign-in."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

import structlog
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from ebok.audit.services import record
from selfservice.identity.passwords.errors import LeaksUnavailable
from selfservice.identity.passwords.leaks import times_leaked
from selfservice.identity.passwords.models import PasswordRecheck

log = structlog.get_logger(__name__)

# Between the check of a form and the moment the password is stored Django hands over nothing.
_postponed: ContextVar[str] = ContextVar("ebok_postponed_password_check", default="")


def postpone(password: str) -> None:
    """Remember, within this request, that a password was accepted unchecked."""
    log.warning("passwords.check_postponed")
    _postponed.set(_fingerprint(password))


def note_change(*, user: Any, password: str) -> None:
    """A password was stored: mark its user if the password is an unchecked one, else forget old marks."""
    unchecked = take_postponed(password)
    if user is None or user.pk is None:
        return
    if not unchecked:
        PasswordRecheck.objects.filter(user_id=user.pk).delete()
        return
    mark(user)


def take_postponed(password: str) -> bool:
    """Was this password accepted unchecked within this request? Asked once; then it is forgotten."""
    unchecked = constant_time_compare(_postponed.get(), _fingerprint(password))
    _postponed.set("")
    return unchecked


def mark(user: Any) -> None:
    """Have the password of this user checked when he signs in next."""
    fresh = {"asked_at": timezone.now(), "leaked_at": None}
    PasswordRecheck.objects.update_or_create(user_id=user.pk, defaults=fresh)
    _record("passwords.check_postponed", user)


def recheck(*, user: Any, password: str) -> bool:
    """Make up for a postponed check, at sign-in, with the password just typed and found right.

    Returns True when the password must be changed before its owner may enter (`must_change`).
    While the source of leaks is still away the mark stays and the owner enters.
    """
    waiting = PasswordRecheck.objects.filter(user_id=user.pk).first()
    if waiting is None:
        return False
    if waiting.leaked_at is not None:
        return True
    try:
        leaked = times_leaked(password) > 0
    except LeaksUnavailable:
        return False
    if not leaked:
        waiting.delete()
        return False
    waiting.leaked_at = timezone.now()
    waiting.save(update_fields=["leaked_at"])
    _record("passwords.found_leaked", user)
    return True


def must_change(user: Any) -> bool:
    """Was the user's present password found in a leak?"""
    return PasswordRecheck.objects.filter(user_id=user.pk, leaked_at__isnull=False).exists()


def _record(action: str, user: Any) -> None:
    record(action=action, actor=user, object_type="user", object_id=str(user.pk))


def _fingerprint(password: str) -> str:
    return salted_hmac("ebok.passwords.postponed", password, algorithm="sha256").hexdigest()
