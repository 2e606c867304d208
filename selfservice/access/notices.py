"""Whoever is known to the office as holder of an account learns when somebody else gets access to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ebok.core.periods import instant_in_words
from ebok.outbox.errors import TemporaryError
from ebok.outbox.handlers import handles
from ebok.outbox.services import enqueue
from selfservice.access.holder_letters import ask_for_letter
from selfservice.access.masking import masked
from selfservice.access.models import AccountAccess
from selfservice.access.queries import other_owners
from selfservice.access.scope import before_access, exchange_answers
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.models import Account
from selfservice.identity.mail import Letter, LetterKind, send, tell

KIND = "access.notice"


def announce(*, access: AccountAccess) -> None:
    """Write letters about a new access to the outbox, in the caller's transaction.

    They go to the other owners, and, when a new owner came, to the e-mail address that billing knows.
    """
    for user_id in other_owners(access):
        enqueue(kind=KIND, key=f"{access.pk}:{user_id}", payload={"access": access.pk, "user": user_id})
    if not access.is_delegated:
        enqueue(kind=KIND, key=f"{access.pk}:holder", payload={"access": access.pk, "user": None})


@handles(KIND)
def deliver(payload: Mapping[str, Any]) -> None:
    """Send one notice.

    Raises:
        TemporaryError: the mail server or the exchange is away.
    """
    access = AccountAccess.objects.filter(pk=payload["access"]).select_related("user").first()
    if access is None:
        return
    if payload["user"] is None:
        _tell_holder(access)
        return
    owners = AccountAccess.objects.filter(account_no=access.account_no).active(at=timezone.now()).owners()
    own = owners.filter(user_id=payload["user"]).select_related("user").first()
    if own is not None:
        with translation.override(own.user.language):
            tell(
                user=own.user,
                letter=_letter(access, path=reverse("portal:people", args=[access.account_no])),
                kind=LetterKind.ACCESS,
                key=f"{KIND}:{access.pk}",
                account_no=access.account_no,
            )


def _tell_holder(access: AccountAccess) -> None:
    """The address that billing knows may belong to nobody who signs in, so the letter bears no link.

    Where it knows none and no other owner is told, a clerk writes on paper.
    """
    try:
        with exchange_answers():
            rows = before_access(Account, account_nos=[access.account_no])
            email = rows.values_list("email", flat=True).first() or ""
    except ExchangeUnavailable as error:
        raise TemporaryError(type(error).__name__) from error
    others = other_owners(access)
    if not email and not others:
        ask_for_letter(account_no=access.account_no)
        return
    told = AccountAccess.objects.filter(account_no=access.account_no, user_id__in=others)
    if email and not told.filter(user__email=email.lower()).exists():
        with translation.override(settings.LANGUAGE_CODE):
            send(to=email, letter=_letter(access))


def _letter(access: AccountAccess, *, path: str = "") -> Letter:
    number = {"number": access.account_no}
    return Letter(
        subject=_("Somebody got access to customer account %(number)s") % number,
        paragraphs=[
            _("From now on one more person sees this customer account in our electronic office."),
        ],
        facts=[
            (_("Customer account"), access.account_no),
            (_("Who"), masked(access.user.email)),
            (_("In what role"), f"{access.get_role_display()}, {access.get_level_display()}"),
            (_("Since"), instant_in_words(access.valid_from)),
            (_("Until"), instant_in_words(access.expires_at) if access.expires_at else _("no end date")),
        ],
        path=path,
        link_text=_("See who has access"),
        warning=_("If you do not know who this is, call us at once: we will end the access."),
    )
