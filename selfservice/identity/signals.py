"""Sign-in, sign-out and passwords, written to the event log; registrations by `adapter`."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import signals as account_signals
from django.contrib.auth import signals as auth_signals
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from ebok.audit.services import record
from ebok.core.context import current
from selfservice.identity.confirming import confirm_by_reset
from selfservice.identity.events import record_own
from selfservice.identity.models import User
from selfservice.identity.second_factor.recent import proofs_of
from selfservice.identity.sessions import start_clock

FINGERPRINT_SALT = "ebok.identity.unknown-address"


def fingerprint(email: str) -> str:
    """A keyed hash of an e-mail address nobody here has: repeats can be seen, the address cannot."""
    return salted_hmac(FINGERPRINT_SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:32]


@receiver(auth_signals.user_logged_in, dispatch_uid="identity_signed_in")
def on_signed_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    browser = request.headers.get("User-Agent", "")
    start_clock(request.session, now=time.time(), browser=browser, address=current().address)
    record_own("identity.signed_in", user, browser=browser[:200], by=proofs_of(request, user=user))


@receiver(auth_signals.user_login_failed, dispatch_uid="identity_sign_in_failed")
def on_sign_in_failed(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """A known address is kept as the user's id, an unknown one only as its fingerprint."""
    email = str(credentials.get("email") or credentials.get("username") or "")
    user = User.objects.filter(email=email.strip().lower()).only("pk").first()
    record(
        action="identity.sign_in_failed",
        object_type="user",
        object_id="" if user is None else str(user.pk),
        details={"fingerprint": fingerprint(email)} if user is None else _browser_of(request),
    )


def _browser_of(request: HttpRequest | None) -> dict[str, str]:
    return {"browser": request.headers.get("User-Agent", "")[:200]} if request is not None else {}


@receiver(auth_signals.user_logged_out, dispatch_uid="identity_signed_out")
def on_signed_out(sender: Any, user: User | None, **kwargs: Any) -> None:
    if user is not None and user.is_authenticated:
        record_own("identity.signed_out", user)


@receiver(account_signals.email_confirmed, dispatch_uid="identity_email_confirmed")
def on_email_confirmed(sender: Any, email_address: Any, **kwargs: Any) -> None:
    record_own("identity.email_confirmed", email_address.user)


@receiver(account_signals.password_changed, dispatch_uid="identity_password_changed")
@receiver(account_signals.password_set, dispatch_uid="identity_password_set")
def on_password_changed(sender: Any, user: User, **kwargs: Any) -> None:
    record_own("identity.password_changed", user)


@receiver(account_signals.password_reset, dispatch_uid="identity_password_reset")
def on_password_reset(sender: Any, user: User, **kwargs: Any) -> None:
    confirm_by_reset(user)
    record_own("identity.password_reset", user)
