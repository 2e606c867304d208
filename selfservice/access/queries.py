"""Who may see what. Every page of a customer asks here first, at every request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils import timezone

from ebok.audit.services import record
from selfservice.access.models import AccessLevel, AccountAccess
from selfservice.access.scope import exchange_answers, scoped
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.models import Account
from selfservice.identity.roles import role_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from selfservice.identity.models import User


def customer_accounts(
    user: User | AnonymousUser, *, counted: Mapping[str, Any] | None = None
) -> list[AccountAccess]:
    """The accesses of a user that hold now, own accounts first, then by number. One query.

    Parameters:
        counted: further expressions by name, counted beside each access in the same query.
    """
    if user.pk is None:
        return []
    active = AccountAccess.objects.of_user(user.pk).active(at=timezone.now()).with_closing()
    active = active.annotate(**counted) if counted else active
    return sorted(active, key=lambda access: (access.is_delegated, access.account_no))


def other_owners(access: AccountAccess) -> list[int]:
    """Ids of the other users who own the account of `access` now."""
    owners = AccountAccess.objects.filter(account_no=access.account_no).active(at=timezone.now()).owners()
    return list(owners.exclude(user_id=access.user_id).values_list("user_id", flat=True))


def access_to(*, user: User | AnonymousUser, account_no: str, level: str = AccessLevel.VIEW) -> AccountAccess:
    """The access of a user to one customer account, if it holds now and includes `level`.

    Raises:
        Http404: there is none. An account that does not exist and one of somebody else look alike.
    """
    return chosen(accesses=customer_accounts(user), user=user, account_no=account_no, level=level)


def chosen(
    *,
    accesses: list[AccountAccess],
    user: User | AnonymousUser,
    account_no: str,
    level: str = AccessLevel.VIEW,
) -> AccountAccess:
    """The same among accesses that were read already; a refusal stands in the event log.

    Of a helper the billing system is asked as well, in one query: his access ends with the contract, not
    when the next round notices it. While it does not answer, what was known last holds.

    Raises:
        Http404: none of them is for `account_no` and includes `level`.
    """
    for access in accesses:
        if access.account_no == account_no and access.allows(level):
            if is_over_for_helper(access):
                break
            return access
    record(
        action="access.denied",
        actor=user,
        actor_role=role_of(user),
        object_type="account",
        account_no=account_no,
        details={"level": str(level)},
    )
    raise Http404("No such customer account.")


def is_over_for_helper(access: AccountAccess) -> bool:
    """Is this the access of a helper to an account whose contract has ended? One query, of helpers alone.

    While the billing system does not answer, what was known last holds.
    """
    if not access.is_delegated:
        return False
    try:
        with exchange_answers():
            return scoped(Account, access=access).filter(active=False).exists()
    except ExchangeUnavailable:
        return False


def people_with_access(*, access: AccountAccess) -> list[AccountAccess]:
    """Everybody who has access to the same account now, owners first. For owners' eyes."""
    found = AccountAccess.objects.filter(account_no=access.account_no).active(at=timezone.now())
    return sorted(found.select_related("user"), key=lambda row: (row.is_delegated, row.user.email))
