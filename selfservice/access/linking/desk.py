"""Linking at the office's desk: a clerk has seen the person and the papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ebok.audit.services import record
from selfservice.access.errors import AccessError
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
        document_checked: whether an identity document was seen; kept with the event.
        reason: in the clerk's words.

    Raises:
        NobodyHasAddress, NotForOneself, NoSuchAccount, AlreadyLinked, AccountClosed: nothing was changed.
        ExchangeUnavailable: the exchange does not answer.
    """
    confirmed = EmailAddress.objects.filter(email=email.strip().lower(), verified=True, user__is_active=True)
    address = confirmed.select_related("user").first()
    if address is None:
        raise NobodyHasAddress
    if address.user_id == clerk.pk:
        raise NotForOneself
    if holder_of(account_no) is None:
        raise NoSuchAccount
    access = make_owner(user=address.user, account_no=account_no, actor=clerk, way=DESK, reason=reason)
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
