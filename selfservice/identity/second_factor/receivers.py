"""What a changed password means for trusted browsers."""

from __future__ import annotations

from typing import Any

from allauth.account import signals
from django.dispatch import receiver

from selfservice.identity.second_factor import trust


@receiver(signals.password_changed, dispatch_uid="second_factor_password_changed")
@receiver(signals.password_reset, dispatch_uid="second_factor_password_reset")
def on_new_password(sender: Any, user: Any, **kwargs: Any) -> None:
    """Whoever changes a password may fear a thief: every browser is asked for a code again."""
    trust.forget_all(user=user)
