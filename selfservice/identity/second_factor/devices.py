"""Reading: which factor somebody has."""

from __future__ import annotations

from typing import Any

from selfservice.identity.second_factor.models import Authenticator, RecoveryCodes


def authenticator_of(user: Any) -> Authenticator | None:
    """The confirmed authenticator app of a user."""
    found: Authenticator | None = Authenticator.objects.filter(user=user, confirmed=True).first()
    return found


def recovery_codes_of(user: Any) -> RecoveryCodes | None:
    """The sheet of recovery codes of a user."""
    found: RecoveryCodes | None = RecoveryCodes.objects.filter(user=user).first()
    return found


def has_factor(user: Any) -> bool:
    """Has the user a second factor? Recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user=user, confirmed=True).exists())
