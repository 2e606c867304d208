"""Letters for a new password: asked for alike by people known and unknown, written by the worker.

The request only writes a row, so neither its time nor a mail server that fails tells who is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import allauth.account.internal.flows  # noqa: F401  # before `forms`, or its imports run in a circle
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ebok.outbox.errors import PermanentError
from ebok.outbox.handlers import handles
from ebok.outbox.services import enqueue
from selfservice.identity.mail import Letter, send
from selfservice.identity.models import User
from selfservice.identity.sealing import PASSWORD_LETTER, CannotOpen, seal, unseal

KIND = "identity.password_letter"
# Whoever asked has asked again by then.
USEFUL_SECONDS = 24 * 3600


def ask(*, email: str) -> None:
    """Write to the outbox that somebody asked for a new password for this address, whosoever it is.

    Parameters:
        email: as it was typed. It may be a stranger's, who has no id, so it is sealed.
    """
    payload = {
        "email": seal(email.strip().lower().encode(), purpose=PASSWORD_LETTER),
        "language": (translation.get_language() or settings.LANGUAGE_CODE)[:2],
    }
    enqueue(kind=KIND, key=uuid4().hex, payload=payload)


@handles(KIND)
def deliver(payload: Mapping[str, Any]) -> None:
    """Mail the link to the stored address of whoever is known, and to a stranger that he is none.

    Raises:
        PermanentError: it was asked for so long ago that the letter would only puzzle.
        TemporaryError: the mail server does not take it now.
    """
    try:
        email = unseal(payload["email"], purpose=PASSWORD_LETTER, longest=USEFUL_SECONDS).decode()
    except CannotOpen as error:
        raise PermanentError("asked for over a day ago, or with a key that is gone") from error
    user = User.objects.filter(email=email).first()
    if user and user.may_sign_in:
        with translation.override(user.language):
            send(to=user.email, letter=_with_link(user))
        return
    with translation.override(payload["language"]):
        send(to=email, letter=_for_a_stranger())


def link_for_new_password(user: User) -> str:
    """The path on which this user sets a new password, once and for a short time. It is a secret."""
    parts = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=parts)


def _with_link(user: User) -> Letter:
    return Letter(
        subject=_("Set a new password"),
        paragraphs=[
            _(
                "Somebody, probably you, asked for a new password. "
                "Set it with the link below. It works once and for a short time."
            )
        ],
        secret_path=link_for_new_password(user),
        link_text=_("Set a new password"),
        warning=_("If it was not you, do nothing: without the link nothing changes."),
    )


def _for_a_stranger() -> Letter:
    return Letter(
        subject=_("There is no account with this address"),
        paragraphs=[
            _(
                "Somebody, probably you, asked for a new password for this address. "
                "We know no account with it. "
                "Perhaps you signed up with another address, or you have no account yet: "
                "you can create one with the link below."
            )
        ],
        path=reverse("account_signup"),
        link_text=_("Create an account"),
        warning=_("If it was not you, do nothing."),
    )
