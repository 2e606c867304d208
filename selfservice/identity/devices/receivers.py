"""What ends the other sessions of a person by itself."""

from __future__ import annotations

from typing import Any

from allauth.account import signals
from django.dispatch import receiver
from django.http import HttpRequest

from selfservice.identity.devices.services import end_others


@receiver(signals.password_changed, dispatch_uid="devices_password_changed")
@receiver(signals.password_set, dispatch_uid="devices_password_set")
@receiver(signals.password_reset, dispatch_uid="devices_password_reset")
def on_new_password(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Whoever had the old password is out; only the session that changed it goes on."""
    is_own = request.user.is_authenticated and request.user.pk == user.pk
    end_others(user=user, this_key=(request.session.session_key or "") if is_own else "")
