"""Requests to change contact data, for customers and clerks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from selfservice.access.data_changes.field_sets import FIELDS
from selfservice.access.data_changes.models import ChangeState, DataChange
from selfservice.access.models import AccountAccess
from selfservice.access.scope import before_access, exchange_answers
from selfservice.exchange.models import Account

MOST_HISTORY = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: what the billing system has now and what is wanted; `old` is None where it is unknown."""

    name: str
    label: str | Promise
    old: str | None
    new: str

    @property
    def is_change(self) -> bool:
        """Would something become different?"""
        return self.old != self.new


def of_account(account_no: str) -> QuerySet[DataChange]:
    """All requests of an account, newest first."""
    return DataChange.objects.filter(account_no=account_no).order_by("-id")


def pending() -> QuerySet[DataChange]:
    """What waits for a clerk, oldest first."""
    return DataChange.objects.filter(state=ChangeState.PENDING).order_by("id")


def account_now(account_no: str) -> Account | None:
    """The account as the exchange has it now, for the clerk who decides; None when it is not shared.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    with exchange_answers():
        return before_access(Account, account_nos=[account_no]).first()


def asker_is_owner(change: DataChange) -> bool:
    """Does whoever asked own the account at this moment? What somebody asked who left it must not happen."""
    own = AccountAccess.objects.of_user(change.asked_by_id or 0).active(at=timezone.now()).owners()
    return own.filter(account_no=change.account_no, user__is_active=True).exists()


def asker_role(change: DataChange) -> str:
    """How whoever asked is tied to the account at this moment, in words; "" for no access any more."""
    held = AccountAccess.objects.of_user(change.asked_by_id or 0).active(at=timezone.now())
    access = held.filter(account_no=change.account_no).first()
    return str(access.get_role_display()) if access else ""


def differences(*, change: DataChange, account: Account | None) -> list[Difference]:
    """What a request would change, compared with the account as the exchange has it now.

    Parameters:
        account: its row in the exchange; None when the billing system shares it no more.
    """
    labels = FIELDS[change.field_set]
    return [
        Difference(
            name=name,
            label=labels[name],
            old=None if account is None else getattr(account, name) or "",
            new=change.wanted[name],
        )
        for name in labels
        if name in change.wanted
    ]


def timeline(
    *, account_no: str, before: datetime | None = None, limit: int = MOST_HISTORY
) -> list[DataChange]:
    """Requests for the history of an account, newest first; their values stand only on their own page."""
    found = of_account(account_no)
    if before is not None:
        found = found.filter(asked_at__lt=before)
    return list(found[:limit])
