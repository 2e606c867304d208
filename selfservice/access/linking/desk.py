"""Linking at the office's desk: a clerk has seen the person and the papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ebok.audit.services import record
from selfservice.access.errors import AccessError, AlreadyLinked
from selfservice.access.linking.services import make_owner
from selfservice.access.models import AccountAccess
from selfservice.access.scope import before_access, exchange_answers
from selfservice.exchange.models import Account
from selfservice.identity.roles import role_of

if TYPE_CHECKING:
    from selfservice.identity.models import User

DESK = "desk"


class NobodyHasAddress(AccessError):
    """No sign-in has confirmed this address."""

    message = _("Nobody has confirmed this e-mail address. Let the customer create an account first.")


class DocumentNotSeen(AccessError):
    """Nobody looked at a document, so nobody knows who stands there."""

    message = _(
        "Nothing was linked: look at an identity document first. Without one the customer links the account "
        "himself, with an invoice or with the code from a letter."
    )


class AlreadyTheirs(AccessError):
    """The person has the account already; the clerk reads it, not the customer."""

    message = _("This person is an owner of this customer account already.")


class NotForOneself(AccessError):
    """A clerk serves others."""

    message = _("Nobody links an account to the own sign-in. Ask a colleague.")


class NoSuchAccount(AccessError):
    """The billing system shares no account with this number."""

    message = _("The billing system shares no customer account with this number.")


@exchange_answers()
def holder_of(account_no: str) -> Account | None:
    """Name and address of the holder, for the clerk to compare with a document; None if not shared.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    return before_access(Account, account_nos=[account_no]).defer("registration_code").first()


@transaction.atomic
def link_at_desk(
    *, clerk: User, account_no: str, email: str, document_checked: bool, reason: str
) -> AccountAccess:
    """Make somebody an owner whom a clerk has recognised; the known holders are told as always.

    Parameters:
        email: confirmed address of the person's sign-in.
        document_checked: whether an identity document was seen.
        reason: in the clerk's words.

    Raises:
        DocumentNotSeen, NobodyHasAddress, NotForOneself, NoSuchAccount, AlreadyTheirs, AccountClosed:
            nothing was changed.
        ExchangeUnavailable: the exchange does not answer.
    """
    if not document_checked:
        raise DocumentNotSeen
    confirmed = EmailAddress.objects.filter(email=email.strip().lower(), verified=True, user__is_active=True)
    address = confirmed.select_related("user").first()
    if address is None:
        raise NobodyHasAddress
    if address.user_id == clerk.pk:
        raise NotForOneself
    if holder_of(account_no) is None:
        raise NoSuchAccount
    try:
        access = make_owner(user=address.user, account_no=account_no, actor=clerk, way=DESK, reason=reason)
    except AlreadyLinked as error:
        raise AlreadyTheirs from error
    record(
        action="linking.at_desk",
        actor=clerk,
        actor_role=role_of(clerk),
        object_type="user",
        object_id=str(address.user_id),
        account_no=account_no,
        reason=reason,
        details={"document_checked": document_checked},
    )
    return access
