"""Letters about the safety of a sign-in: written to the outbox with their cause, sent by a worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise

from ebok.outbox.errors import TemporaryError
from ebok.outbox.handlers import handles
from ebok.outbox.services import enqueue
from selfservice.identity.models import User

KIND = "identity.letter"


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says.

    Parameters:
        subject, text: lazy translations; they name no person and no account.
        link_text: what stands on the button, for letters that come with a link.
        link_for: makes the path that the button leads to, when the letter is sent: a link that opens
            something never lies in the outbox.
    """

    subject: str | Promise
    text: str | Promise
    link_text: str | Promise = ""
    link_for: Callable[[User], str] | None = None


_letters: dict[str, Letter] = {}


def register(letters: Mapping[str, Letter]) -> None:
    """Add letters by name, from `AppConfig.ready()`."""
    _letters.update(letters)


def post(*, letter: str, user_id: int | None, key: str) -> None:
    """Write a letter to the outbox in the caller's transaction; the same `key` posts it once only.

    Parameters:
        letter: name under which an app registered it.
        user_id: whose primary address it goes to. None posts a letter that the worker throws away, so
            that asking for a stranger takes as long as for a user.

    Raises:
        KeyError: no app registered the letter.
    """
    _letters[letter]
    payload = {"letter": letter, "user_id": user_id, "at": timezone.now().isoformat()}
    enqueue(kind=KIND, key=f"{letter}:{key}", payload=payload)


@handles(KIND)
def deliver(payload: Mapping[str, Any]) -> None:
    """Send one letter in its reader's language.

    Raises:
        TemporaryError: the mail server does not take it now.
    """
    user = User.objects.filter(pk=payload["user_id"], is_active=True).first()
    if user is None:
        return
    letter = _letters[payload["letter"]]
    with translation.override(user.language):
        link = f"{settings.SITE_URL}{letter.link_for(user)}" if letter.link_for else ""
        facts = {"letter": letter, "timestamp": parse_datetime(payload["at"]), "link": link}
        message = EmailMultiAlternatives(
            subject=" ".join(str(letter.subject).split()),
            body=render_to_string("messages/security.txt", facts).strip(),
            to=[user.email],
        )
        message.attach_alternative(render_to_string("messages/security.html", facts), "text/html")
    try:
        message.send()
    except OSError as error:
        raise TemporaryError(type(error).__name__) from error
