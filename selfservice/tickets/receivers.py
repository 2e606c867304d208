"""What lower floors announce and tickets listen to."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import email_confirmed
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from selfservice.access.models import AccountAccess
from selfservice.access.services import linked
from selfservice.identity.models import User
from selfservice.tickets.services import claim_guest_tickets, join_only_account


@receiver(email_confirmed, dispatch_uid="tickets_email_confirmed")
def on_email_confirmed(sender: Any, email_address: Any, **kwargs: Any) -> None:
    """The address is proved: what was sent from it without a sign-in is this user's."""
    claim_guest_tickets(user=email_address.user)


@receiver(user_logged_in, dispatch_uid="tickets_signed_in")
def on_signed_in(sender: Any, user: User, **kwargs: Any) -> None:
    """Guest tickets that came since the last sign-in."""
    claim_guest_tickets(user=user)


@receiver(linked, dispatch_uid="tickets_account_linked")
def on_account_linked(sender: Any, access: AccountAccess, **kwargs: Any) -> None:
    """What he sent before he had the account is about it."""
    join_only_account(user=access.user)
