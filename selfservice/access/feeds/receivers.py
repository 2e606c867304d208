"""What ends secrets that were made in a person's name."""

from __future__ import annotations

from typing import Any

from allauth.account import signals
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from selfservice.access.feeds.services import end_secrets
from selfservice.identity.cms_users.replacing import REASON, address_replaced


@receiver(signals.password_changed, dispatch_uid="feeds_password_changed")
@receiver(signals.password_set, dispatch_uid="feeds_password_set")
@receiver(signals.password_reset, dispatch_uid="feeds_password_reset")
def on_new_password(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Whoever knew the old password may have made them, so they end with it, and the person is told."""
    if end_secrets(user=user, reason="new password"):
        text = _("Links to calendars and tokens of programs ended with the old password. Make new ones.")
        messages.info(request, text)


@receiver(address_replaced, dispatch_uid="feeds_address_replaced")
def on_replaced_address(sender: Any, user: Any, **kwargs: Any) -> None:
    """They may have been made by whoever had the address before."""
    end_secrets(user=user, reason=REASON)
