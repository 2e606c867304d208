"""Registrations: asked for alike with addresses known and new, made by the worker.

The request only hashes the password and writes a row, so neither its time nor a mail server that fails tells
who is known, and the letter waits for a server that is away.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress, get_emailconfirmation_model
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ebok.core.context import RequestContext, current, entered
from ebok.outbox.errors import PermanentError
from ebok.outbox.handlers import handles
from ebok.outbox.services import enqueue
from selfservice.identity.confirming import note_registration
from selfservice.identity.events import record_own
from selfservice.identity.mail import Letter, send
from selfservice.identity.models import User
from selfservice.identity.passwords import rechecks
from selfservice.identity.sealing import REGISTRATION, CannotOpen, seal, unseal

KIND = "identity.registration"
# Whoever registered has tried again by then.
USEFUL_SECONDS = 24 * 3600


def ask(*, request: HttpRequest, email: str, password: str) -> None:
    """Write to the outbox that somebody registers with this address, whosoever has it already.

    Parameters:
        request: of the browser in which the password will count.
        email, password: as they were typed, and found well. They are sealed: a stranger has no id yet.
    """
    context = current()
    stored = make_password(password)
    facts = {
        "email": email.strip().lower(),
        "password": stored,
        "is_unchecked": rechecks.take_postponed(password),
        "language": (translation.get_language() or settings.LANGUAGE_CODE)[:2],
        "address": context.address,
        "request_id": context.request_id,
    }
    note_registration(request, stored)
    sealed = seal(json.dumps(facts).encode(), purpose=REGISTRATION)
    enqueue(kind=KIND, key=uuid4().hex, payload={"sealed": sealed})


@handles(KIND)
def deliver(payload: Mapping[str, Any]) -> None:
    """Make the user if the address is new, and mail what there is to do.

    Raises:
        PermanentError: it was asked for so long ago that the letter would only puzzle.
        TemporaryError: the mail server does not take it now; a user made before stays.
    """
    try:
        facts = json.loads(unseal(payload["sealed"], purpose=REGISTRATION, longest=USEFUL_SECONDS))
    except CannotOpen as error:
        raise PermanentError("asked for over a day ago, or with a key that is gone") from error
    with entered(RequestContext(request_id=facts["request_id"], address=facts["address"])):
        user = _user_of(facts)
    with translation.override(user.language):
        send(to=facts["email"], letter=_letter_for(user))


def _user_of(facts: Mapping[str, Any]) -> User:
    """Whoever has the address, or a new user with it: nobody registers unrecorded."""
    email = facts["email"]
    is_his = Q(email=email) | Q(emailaddress__email=email, emailaddress__verified=True)
    known = User.objects.filter(is_his).first()
    if known:
        return known
    fresh = {"password": facts["password"], "language": facts["language"]}
    with transaction.atomic():
        user, is_new = User.objects.get_or_create(email=email, defaults=fresh)
        if not is_new:
            return user
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=False)
        record_own("identity.signed_up", user)
        if facts["is_unchecked"]:
            rechecks.mark(user)
    return user


def _letter_for(user: User) -> Letter:
    waiting = EmailAddress.objects.filter(user=user, email=user.email, verified=False).first()
    return _to_confirm(waiting) if waiting and user.may_sign_in else _known_already()


def _to_confirm(address: EmailAddress) -> Letter:
    key = get_emailconfirmation_model().create(address).key
    return Letter(
        subject=_("Confirm your e-mail address"),
        paragraphs=[
            _(
                "Thank you for creating an account. Confirm your address with the link below: "
                "only then does the account work."
            )
        ],
        secret_path=reverse("account_confirm_email", args=[key]),
        link_text=_("Confirm the address"),
        warning=_("If it was not you, do nothing: without the link nothing changes."),
    )


def _known_already() -> Letter:
    return Letter(
        subject=_("You have an account already"),
        paragraphs=[
            _(
                "Somebody, probably you, tried to create an account with this address. You have one already. "
                "If you forgot the password, set a new one with the link below."
            )
        ],
        path=reverse("account_reset_password"),
        link_text=_("Set a new password"),
        warning=_("If it was not you, do nothing: without the link nothing changes."),
    )
