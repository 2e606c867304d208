"""What a changed password means for trusted browsers, and a fresh proof for the session."""

from __future__ import annotations

from typing import Any

from allauth.account import signals
from django.dispatch import receiver
from django.http import HttpRequest

from selfservice.identity.events import record_own
from selfservice.identity.second_factor import trust


@receiver(signals.password_changed, dispatch_uid="second_factor_password_changed")
@receiver(signals.password_reset, dispatch_uid="second_factor_password_reset")
def on_new_password(sender: Any, user: Any, **kwargs: Any) -> None:
    """Whoever changes a password may fear a thief: every browser is asked for a code again."""
    trust.forget_all(user=user)


@receiver(signals.authentication_step_completed, dispatch_uid="second_factor_fresh_proof")
def on_fresh_proof(
    sender: Any, request: HttpRequest, method: str = "", reauthenticated: bool = False, **kwargs: Any
) -> None:
    """What a session may do has grown, so it gets a new id, by code or by password (ASVS 5.0, V7.2.4)."""
    if reauthenticated and request.user.is_authenticated:
        request.session.cycle_key()
        record_own("identity.proved_anew", request.user, by=[method])
