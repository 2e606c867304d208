"""The contract's end ends access: a helper's at once, an owner's first to acting, after a while to looking.

A round compares the accounts that somebody has access to with the billing system. See
site/docs/decisions/linking-and-delegation.md for what counts as closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from ebok.audit.services import record
from ebok.core.alarms import clear_alarm, raise_alarm
from ebok.core.periods import day_bounds, today
from ebok.outbox.services import enqueue
from selfservice.access import closing_mail
from selfservice.access.models import AccessRole, AccountAccess, ClosedAccount
from selfservice.access.scope import before_access, exchange_answers
from selfservice.access.services import revoke_access
from selfservice.exchange.models import Account, Contract

BATCH = 500
ALARM = "access.too_many_closings"
# A delivery that closes more of the linked accounts at once than this is taken for a fault of the feed.
MOST_AT_ONCE, SHARE_AT_ONCE = 25, 0.05


@dataclass(frozen=True, slots=True)
class Round:
    """What one round found: numbers of accounts; `held_back` when too many closed at once."""

    closed: list[str]
    reopened: list[str]
    ended: list[str]
    held_back: bool = False


def watch_closings(*, confirmed: bool = False) -> Round:
    """Notice accounts that were closed or opened again, and end accesses whose time is over.

    Parameters:
        confirmed: a person has looked at the alarm: close however many there are.

    Raises:
        ExchangeUnavailable: the exchange does not answer; nothing was changed.
    """
    day = today()
    known = set(ClosedAccount.objects.values_list("account_no", flat=True))
    linked = _linked_accounts()
    closed_on: dict[str, date] = {}
    for part in _batches(sorted({*linked, *known})):
        closed_on |= _closed(part, on=day)
    fresh = sorted(set(closed_on) - known)
    held_back = not confirmed and len(fresh) > max(MOST_AT_ONCE, SHARE_AT_ONCE * len(linked))
    if held_back:
        raise_alarm(code=ALARM, details={"accounts": len(fresh), "of": len(linked)})
        fresh = []
    else:
        clear_alarm(code=ALARM)
    for number in fresh:
        _close(number, closed_on=closed_on[number])
    reopened = sorted(_active(known) - set(closed_on))
    for number in reopened:
        _reopen(number)
    return Round(closed=fresh, reopened=reopened, ended=_end_what_is_over(), held_back=held_back)


def _linked_accounts() -> list[str]:
    open_rows = AccountAccess.objects.filter(revoked_at__isnull=True)
    return list(open_rows.order_by("account_no").values_list("account_no", flat=True).distinct())


def _batches(numbers: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(numbers), BATCH):
        yield numbers[start : start + BATCH]


@exchange_answers()
def _closed(numbers: list[str], *, on: date) -> dict[str, date]:
    """Which of the accounts are closed, and since when.

    Closed is an account that the billing system calls inactive, or all of whose main contracts have
    ended before the day `on`. One that is not shared at all is not: a gap is no statement.
    """
    inactive = before_access(Account, account_nos=numbers).filter(active=False)
    main = before_access(Contract, account_nos=numbers).filter(kind=Contract.Kind.CONTRACT)
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    ends = (
        main.values("account_id")
        .annotate(lasting=Count("pk", filter=lasting), last=Max("valid_to"))
        .filter(lasting=0)
    )
    found = {row["account_id"]: row["last"] + timedelta(days=1) for row in ends}
    return {**dict.fromkeys(inactive.values_list("account_no", flat=True), on), **found}


@exchange_answers()
def _active(numbers: set[str]) -> set[str]:
    """Those that the billing system shares and calls active."""
    found: set[str] = set()
    for part in _batches(sorted(numbers)):
        rows = before_access(Account, account_nos=part).filter(active=True)
        found |= set(rows.values_list("account_no", flat=True))
    return found


@transaction.atomic
def _close(account_no: str, *, closed_on: date) -> None:
    _morning, end = day_bounds(today() + timedelta(days=settings.CLOSED_ACCOUNT_GRACE_DAYS))
    row, fresh = ClosedAccount.objects.get_or_create(
        account_no=account_no, defaults={"closed_on": closed_on, "access_ends_at": end}
    )
    if not fresh:
        return
    record(action="access.account_closed", actor_role="system", object_type="account", account_no=account_no)
    held = AccountAccess.objects.filter(account_no=account_no).active(at=timezone.now())
    for access in held.owners():
        payload = {"access": access.pk, "closing": row.pk}
        enqueue(kind=closing_mail.CLOSED, key=f"{row.pk}:{access.pk}", payload=payload)


@transaction.atomic
def _reopen(account_no: str) -> None:
    if ClosedAccount.objects.filter(account_no=account_no).delete()[0]:
        record(
            action="access.account_reopened",
            actor_role="system",
            object_type="account",
            account_no=account_no,
        )


def _end_what_is_over() -> list[str]:
    """End in writing: helpers' accesses to closed accounts, and owners' whose while is over.

    Whoever was let in by a party of the contract is there for the contract: he has nothing to fetch later.
    """
    closed = ClosedAccount.objects.values("account_no")
    over = closed.filter(access_ends_at__lte=timezone.now())
    ending = Q(role=AccessRole.DELEGATE, account_no__in=closed) | Q(account_no__in=over)
    ended = set()
    for access in AccountAccess.objects.filter(ending, revoked_at__isnull=True):
        with transaction.atomic():
            revoke_access(access=access, actor=None, reason="contract ended")
            enqueue(kind=closing_mail.ENDED, key=str(access.pk), payload={"access": access.pk})
        ended.add(access.account_no)
    return sorted(ended)
