"""Letters about closed accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ebok.core.periods import day_in_words, instant_in_words
from ebok.outbox.handlers import handles
from selfservice.access.models import AccountAccess, ClosedAccount
from selfservice.identity.mail import Letter, LetterKind, tell

CLOSED = "access.account_closed"
ENDED = "access.ended_with_contract"


@handles(CLOSED)
def tell_closed(payload: Mapping[str, Any]) -> None:
    """What can still be done, and until when; nothing if the account was opened again meanwhile.

    Raises:
        TemporaryError: the mail server does not take it now.
    """
    closing = ClosedAccount.objects.filter(pk=payload["closing"]).first()
    access = _access(payload)
    if closing is None or access is None:
        return
    with translation.override(access.user.language):
        until = instant_in_words(closing.access_ends_at)
        letter = Letter(
            subject=_("Customer account %(number)s is closed") % {"number": access.account_no},
            paragraphs=[
                _("The contract of this customer account has ended."),
                _("Until %(moment)s you can look at it and fetch your last invoices. Then access ends.")
                % {"moment": until},
            ],
            facts=[
                (_("Customer account"), access.account_no),
                (_("Closed on"), day_in_words(closing.closed_on)),
            ],
            path=reverse("portal:dashboard", args=[access.account_no]),
            link_text=_("Open the customer account"),
            warning=_("If the contract has not ended, call us."),
        )
        tell(
            user=access.user,
            letter=letter,
            kind=LetterKind.ACCESS,
            key=f"{CLOSED}:{closing.pk}:{access.pk}",
            account_no=access.account_no,
        )


@handles(ENDED)
def tell_ended(payload: Mapping[str, Any]) -> None:
    """The time is over: a helper's with the contract, an owner's a while later.

    Raises:
        TemporaryError: the mail server does not take it now.
    """
    access = _access(payload)
    if access is None:
        return
    with translation.override(access.user.language):
        if access.is_delegated:
            paragraphs = [_("The contract of this customer account has ended, and so has your access to it.")]
        else:
            paragraphs = [
                _("The contract of this customer account ended a while ago, and so did your access to it."),
                _("Do you need a document? The office will send it to you."),
            ]
        letter = Letter(
            subject=_("Access to customer account %(number)s has ended") % {"number": access.account_no},
            paragraphs=paragraphs,
            facts=[(_("Customer account"), access.account_no)],
        )
        # Without the account's number: the person sees nothing of that account any more, but this.
        tell(user=access.user, letter=letter, kind=LetterKind.ACCESS, key=f"{ENDED}:{access.pk}")


def _access(payload: Mapping[str, Any]) -> AccountAccess | None:
    found = AccountAccess.objects.filter(pk=payload["access"], user__is_active=True)
    return found.select_related("user").first()
