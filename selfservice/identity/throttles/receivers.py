"""A new password opens the lock."""

from __future__ import annotations

from typing import Any

from allauth.account import signals
from django.dispatch import receiver

from selfservice.identity.throttles import opening


@receiver(signals.password_reset, dispatch_uid="throttles_password_reset")
def on_password_reset(sender: Any, user: Any, **kwargs: Any) -> None:
    opening.open_after_new_password(user=user)
