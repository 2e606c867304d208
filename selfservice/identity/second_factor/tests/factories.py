"""People with a second factor."""

from __future__ import annotations

import time
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import TOTP

from selfservice.identity.second_factor.models import Authenticator
from selfservice.identity.second_factor.models.recovery import new_sheet

SECRET = b"a secret of 20 bytes"


@receiver(user_logged_in, dispatch_uid="second_factor_tests_force_login")
def prove_factor_of_forced_sign_in(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """`Client.force_login` makes a request without a user, so django-otp's own receiver does nothing."""
    device = getattr(user, "otp_device", None)
    if device is not None and not hasattr(request, "user"):
        request.session[DEVICE_ID_SESSION_KEY] = device.persistent_id


def with_factor(user: Any) -> Authenticator:
    """Give a user an app with `SECRET`; nothing is logged and no letter written."""
    device = Authenticator(user=user, name="authenticator", confirmed=True)
    device.keep(SECRET)
    device.save()
    return device


def recovery_codes(user: Any) -> list[str]:
    """New recovery codes, readable."""
    return new_sheet(user=user)


def code(*, secret: bytes = SECRET, steps: int = 0) -> str:
    """What the app shows now, or some half minutes from now."""
    clock = TOTP(secret)
    clock.time = time.time() + 30 * steps
    return f"{clock.token():06d}"


def wrong_code() -> str:
    """Six digits that the app shows neither now nor around now."""
    right = {code(steps=steps) for steps in range(-3, 4)}
    return next(text for number in range(10) if (text := f"{number:06d}") not in right)


def sign_in_verified(client: Client, user: Any) -> Authenticator:
    """A session that passed the second factor, without walking through the screens."""
    device = Authenticator.objects.filter(user=user).first() or with_factor(user)
    client.force_login(user)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return device


def note_password(client: Client, user: Any, *, seconds_ago: float = 0, method: str = "password") -> None:
    """As if this browser's person had typed the password so long ago, without its slow check."""
    session = client.session
    session["account_authentication_methods"] = [{"method": method, "at": time.time() - seconds_ago}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def note_code(client: Client, user: Any, *, seconds_ago: float = 0) -> None:
    """As if this browser's person had typed a code of the app so long ago."""
    note_password(client, user, seconds_ago=seconds_ago, method="otp")
