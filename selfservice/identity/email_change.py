"""Changing the address that one signs in with: allauth's own way, behind a fresh proof of who is asking.

The new address gets a link that works once and dies with any other change; the old one is told when the
change is asked for and when it is done.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.account.models import EmailAddress
from allauth.account.views import email as allauth_view
from django.contrib.auth.decorators import login_required
from django.dispatch import receiver
from django.utils import timezone

from selfservice.identity import letters
from selfservice.identity.events import record_own
from selfservice.identity.models import User
from selfservice.identity.second_factor.recent import requires_recent_factor


@receiver(account_signals.email_added, dispatch_uid="identity_email_change_asked")
def on_change_asked(sender: Any, user: User, **later: Any) -> None:
    """The present address hears of it while the change can still be stopped."""
    record_own("identity.email_change_asked", user)
    _post("identity.email_change_asked", user)


@receiver(account_signals.email_changed, dispatch_uid="identity_email_changed")
def on_changed(sender: Any, user: User, to_email_address: EmailAddress, **later: Any) -> None:
    """The new address hears of it here; the old one by allauth's own letter, sent to it for the last time."""
    record_own("identity.email_changed", user)
    _post("identity.email_changed", user)


def _post(letter: str, user: User) -> None:
    letters.post(letter=letter, user_id=user.pk, key=f"{user.pk}:{timezone.now().isoformat()}")


change_email = login_required(requires_recent_factor(allauth_view))
