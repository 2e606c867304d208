"""Letters about the safety of a sign-in: written to the outbox with their cause, sent by a worker."""

from __future__ import annotations

from collections.abc import Mapping
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
    """

    subject: str | Promise
    text: str | Promise
    link_text: str | Promise = ""


_letters: dict[str, Letter] = {}


def register(letters: Mapping[str, Letter]) -> None:
    """Add letters by name, from `AppConfig.ready()`."""
    _letters.update(letters)


def post(*, letter: str, user_id: int | None, key: str, link: str = "") -> None:
    """Write a letter to the outbox in the caller's transaction; the same `key` posts it once only.

    Parameters:
        letter: name under which an app registered it.
        user_id: whose primary address it goes to. None posts a letter that the worker throws away, so
            that asking for a stranger takes as long as for a user.
        link: path on this site ("/accounts/...") shown as a button.

    Raises:
        KeyError: no app registered the letter.
    """
    _letters[letter]
    at = timezone.now().isoformat()
    payload = {"letter": letter, "user_id": user_id, "at": at, "link": link}
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
    link = f"{settings.SITE_URL}{payload['link']}" if payload["link"] else ""
    with translation.override(user.language):
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
