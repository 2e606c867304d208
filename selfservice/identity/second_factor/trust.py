"""Browsers that are not asked for a code: a signed cookie here, a record that can be taken back there."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from selfservice.identity.events import record_own
from selfservice.identity.second_factor import policy
from selfservice.identity.second_factor.models import TrustedDevice

SALT = "ebok.second_factor.trust"


def cookie_name(user: Any) -> str:
    """One cookie a user: a family shares its computer."""
    prefix = "__Host-" if settings.SESSION_COOKIE_SECURE else ""
    return f"{prefix}trust-{user.pk}"


@transaction.atomic
def remember(*, request: HttpRequest, response: HttpResponseBase, user: Any) -> TrustedDevice | None:
    """Trust this browser for the days of the policy; None when the policy allows none."""
    days = policy.trust_days(user)
    if not days:
        return None
    secret, now = secrets.token_urlsafe(32), timezone.now()
    device = TrustedDevice.objects.create(
        user=user,
        digest=_digest(secret),
        browser=request.headers.get("User-Agent", "")[:200],
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    response.set_cookie(
        cookie_name(user),
        TimestampSigner(salt=SALT).sign(secret),
        max_age=days * 86_400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    record_own("second_factor.device_trusted", user, trusted_device=device.pk)
    return device


def is_trusted(*, request: HttpRequest, user: Any) -> bool:
    """Does this browser carry a trust of this user that is neither over nor taken back?"""
    days = policy.trust_days(user)
    cookie = request.COOKIES.get(cookie_name(user), "")
    if not (days and cookie):
        return False
    try:
        secret = TimestampSigner(salt=SALT).unsign(cookie, max_age=timedelta(days=days))
    except BadSignature:
        return False
    now = timezone.now()
    valid = current(user).filter(digest=_digest(secret))
    return bool(valid.update(last_used_at=now))


def current(user: Any) -> QuerySet[TrustedDevice]:
    """Browsers that are trusted now, the newest first."""
    found = TrustedDevice.objects.filter(user=user, revoked_at=None, expires_at__gt=timezone.now())
    return found.order_by("-created_at")


@transaction.atomic
def forget(*, user: Any, device_id: int) -> bool:
    """Take trust back from one browser; False when it is not this user's or not trusted any more."""
    device = current(user).filter(pk=device_id).first()
    if device is None or not current(user).filter(pk=device_id).update(revoked_at=timezone.now()):
        return False
    record_own("second_factor.device_forgotten", user, trusted_device=device.pk)
    return True


@transaction.atomic
def forget_all(*, user: Any) -> int:
    """Take trust back from every browser of a user; returns how many there were."""
    count = current(user).update(revoked_at=timezone.now())
    if count:
        record_own("second_factor.device_forgotten", user, browsers=count)
    return count


def forget_ended() -> int:
    """Delete records that opened nothing any more: run out or taken back; returns how many."""
    ended = Q(expires_at__lt=timezone.now()) | Q(revoked_at__isnull=False)
    return TrustedDevice.objects.filter(ended).delete()[0]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
