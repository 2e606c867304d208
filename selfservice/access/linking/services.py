"""Linking a customer account to a sign-in, by a paper in hand. Never by PESEL."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NoReturn

from django.db import IntegrityError, transaction
from django.utils import timezone

from ebok.audit.services import record
from ebok.core.periods import today
from selfservice.access import notices
from selfservice.access.errors import AccountClosed, AlreadyLinked
from selfservice.access.linking import limits, proofs
from selfservice.access.linking.errors import NotProved, TooManyTries
from selfservice.access.linking.models import UsedCode
from selfservice.access.models import AccountAccess, ClosedAccount
from selfservice.access.services import link_account, one_at_a_time, revoke_access
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.identity.roles import role_of

if TYPE_CHECKING:
    from selfservice.identity.models import User

INVOICE, CODE = "invoice", "code"


def link_by_invoice(*, user: User, account_no: str, invoice_no: str, gross: Decimal) -> AccountAccess:
    """Make the user an owner who knows number and gross amount (PLN) of a recent invoice of the account.

    Raises:
        NotProved: the facts do not fit, for whatever reason.
        TooManyTries: the user, the account or the client address has to wait.
        AlreadyLinked: the facts fit, and the user owns the account here already.
        AccountClosed: the facts fit, and the contract ended long ago.
        ExchangeUnavailable: the exchange does not answer; the try does not count.
    """
    attempt = _take_try(user=user, account_no=account_no, way=INVOICE)
    try:
        proved = proofs.holds_invoice(account_no=account_no, invoice_no=invoice_no, gross=gross, on=today())
    except ExchangeUnavailable:
        attempt.give_back()
        raise
    if not proved:
        _refuse(user=user, account_no=account_no, way=INVOICE)
    attempt.give_back()
    return make_owner(user=user, account_no=account_no, actor=user, way=INVOICE)


def link_by_code(*, user: User, account_no: str, code: str) -> AccountAccess:
    """Make the user an owner who holds the one-time code that was printed for the account.

    Raises:
        NotProved: it is not the account's code, or it was used before.
        TooManyTries, AlreadyLinked, AccountClosed, ExchangeUnavailable: as `link_by_invoice`.
    """
    attempt = _take_try(user=user, account_no=account_no, way=CODE)
    try:
        digest = proofs.digest_of_code(account_no=account_no, code=code)
    except ExchangeUnavailable:
        attempt.give_back()
        raise
    if not digest:
        _refuse(user=user, account_no=account_no, way=CODE)
    try:
        access = _link_and_spend(user=user, account_no=account_no, digest=digest)
    except NotProved:
        _refuse(user=user, account_no=account_no, way=CODE)
    except (AlreadyLinked, AccountClosed):
        attempt.give_back()
        raise
    attempt.give_back()
    return access


@transaction.atomic
def make_owner(*, user: User, account_no: str, actor: User, way: str, reason: str = "") -> AccountAccess:
    """Give the proved owner access, in the place of one as a delegate, and tell the known holders.

    Raises:
        AlreadyLinked: the user owns the account here already.
        AccountClosed: its contract ended longer ago than accounts are looked at.
    """
    if ClosedAccount.objects.filter(account_no=account_no, access_ends_at__lte=timezone.now()).exists():
        raise AccountClosed
    one_at_a_time(user)
    held = AccountAccess.objects.of_user(user.pk).active(at=timezone.now()).filter(account_no=account_no)
    delegated = held.select_for_update().filter(role="delegate").first()
    if delegated is not None:
        revoke_access(access=delegated, actor=actor, reason="became owner")
    try:
        with transaction.atomic():
            access = link_account(user=user, account_no=account_no, actor=actor, way=way, reason=reason)
    except IntegrityError as error:  # the same person in another window, at the same moment
        raise AlreadyLinked from error
    notices.announce(access=access)
    return access


@transaction.atomic
def _link_and_spend(*, user: User, account_no: str, digest: str) -> AccountAccess:
    access = make_owner(user=user, account_no=account_no, actor=user, way=CODE)
    try:
        with transaction.atomic():
            UsedCode.objects.create(account_no=account_no, digest=digest, used_by=user)
    except IntegrityError as error:
        raise NotProved from error
    return access


def _take_try(*, user: User, account_no: str, way: str) -> limits.Try:
    try:
        return limits.take_try(user_id=user.pk, account_no=account_no, way=way)
    except TooManyTries:
        _record("linking.held", user=user, account_no=account_no, way=way)
        raise


def _refuse(*, user: User, account_no: str, way: str) -> NoReturn:
    """Write the failure down and raise the one error that all causes share.

    Raises:
        NotProved: always.
    """
    _record("linking.failed", user=user, account_no=account_no, way=way)
    raise NotProved


def _record(action: str, *, user: User, account_no: str, way: str) -> None:
    record(
        action=action,
        actor=user,
        actor_role=role_of(user),
        object_type="account",
        account_no=account_no,
        details={"way": way},
    )
