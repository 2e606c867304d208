"""Every letter to somebody with a sign-in comes into his inbox, whoever writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from selfservice.identity.mail import Letter, told
from selfservice.messaging.services import keep

if TYPE_CHECKING:
    from selfservice.identity.models import User


@receiver(told, dispatch_uid="messaging_told")
def on_told(
    sender: Any, user: User, letter: Letter, kind: str, key: str, account_no: str, **later: Any
) -> None:
    """Keep it before the mail goes: a mail server that is away keeps nobody from reading."""
    keep(user=user, letter=letter, kind=kind, key=key, account_no=account_no)
