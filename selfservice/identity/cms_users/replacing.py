"""A new address given to a person of the office: the old one is told, and what was open ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.dispatch import Signal
from django.utils import translation
from django.utils.translation import gettext as _

from ebok.outbox.errors import PermanentError
from ebok.outbox.handlers import handles
from ebok.outbox.services import enqueue
from selfservice.identity.devices.services import end_all
from selfservice.identity.mail import Letter, send
from selfservice.identity.models import User
from selfservice.identity.sealing import REPLACED_ADDRESS, CannotOpen, seal, unseal
from selfservice.identity.second_factor import trust

KIND = "identity.replaced_address"
REASON = "new address"
# Longer than any mail server is away; then the letter would be no help.
USEFUL_SECONDS = 7 * 24 * 3600

# Sent with user, in the transaction of the change: whoever keeps secrets made in his name ends them.
address_replaced = Signal()


def replaced(*, user: User, old: str, actor: Any) -> None:
    """Tell the old address, and end sessions, trusted browsers and secrets. Call it in the transaction.

    Parameters:
        user: with the new address. old: the one before it. actor: the administrator.
    """
    payload = {"email": seal(old.encode(), purpose=REPLACED_ADDRESS), "language": user.language}
    enqueue(kind=KIND, key=uuid4().hex, payload=payload)
    end_all(user=user, actor=actor, reason=REASON)
    trust.forget_all(user=user)
    address_replaced.send(sender=User, user=user)


@handles(KIND)
def deliver(payload: Mapping[str, Any]) -> None:
    """Mail the notice to the address that is the person's no more.

    Raises:
        PermanentError: the change is so long ago that the letter would be no help.
        TemporaryError: the mail server does not take it now.
    """
    try:
        email = unseal(payload["email"], purpose=REPLACED_ADDRESS, longest=USEFUL_SECONDS).decode()
    except CannotOpen as error:
        raise PermanentError("changed over a week ago, or sealed with a key that is gone") from error
    with translation.override(payload["language"]):
        send(to=email, letter=_letter())


def _letter() -> Letter:
    return Letter(
        subject=_("You sign in with another address from now on"),
        paragraphs=[
            _(
                "An administrator gave your sign-in in the office another e-mail address. This one opens "
                "nothing any more; all sessions, links to calendars and tokens of programs were ended."
            )
        ],
        warning=_("If you know nothing about it, call another administrator at once."),
    )
