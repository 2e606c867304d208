"""Asking for a change of contact data, deciding, and hearing what the billing system says."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from ebok.audit.services import record
from selfservice.access.data_changes.errors import (
    AlreadyAsked,
    AlreadyDecided,
    AskerGone,
    NothingChanges,
    NotOnesOwn,
    ReasonMissing,
)
from selfservice.access.data_changes.field_sets import FIELDS
from selfservice.access.data_changes.models import FINAL_STATES, ChangeState, DataChange
from selfservice.access.data_changes.queries import asker_is_owner
from selfservice.access.models import AccessRole, AccountAccess
from selfservice.exchange.models import Account
from selfservice.exchange.outgoing.models import Entry
from selfservice.exchange.outgoing.services import append, forget_content
from selfservice.identity import letters
from selfservice.identity.models import User
from selfservice.identity.roles import role_of


def ask(*, account: Account, field_set: str, values: dict[str, str], user: User) -> DataChange:
    """Ask the office to change contact data; only what differs from the exchange is kept.

    Parameters:
        account: the account as the exchange has it now.
        field_set: one of `field_sets.FieldSet`.
        values: name of a field -> new value, cleaned; others than those of the set are ignored.

    Raises:
        NothingChanges: every value is there already.
        AlreadyAsked: a request for this set of fields is open.
    """
    known = FIELDS[field_set]
    wanted = {
        name: value
        for name, value in values.items()
        if name in known and value != (getattr(account, name) or "")
    }
    if not wanted:
        raise NothingChanges
    try:
        with transaction.atomic():
            change = DataChange.objects.create(
                account_no=account.account_no, field_set=field_set, wanted=wanted, asked_by=user
            )
            _record("data_changes.asked", change, actor=user, fields=sorted(wanted))
            _tell_owners(change, besides=user.pk)
    except IntegrityError as error:
        raise AlreadyAsked from error
    return change


@transaction.atomic
def take_back(*, change: DataChange, user: User) -> None:
    """The customer changed his mind before the office decided.

    Raises:
        AlreadyDecided: it was decided meanwhile.
    """
    _move(change, to=ChangeState.TAKEN_BACK, ended_at=timezone.now())
    _record("data_changes.taken_back", change, actor=user)


@transaction.atomic
def approve(*, change: DataChange, clerk: User) -> Entry:
    """Pass the change on to the billing system; it counts once that system accepts it.

    Raises:
        NotOnesOwn: the clerk asked himself, or has access to the account.
        AskerGone: whoever asked owns the account no more.
        AlreadyDecided: somebody else decided meanwhile.
    """
    _require_stranger(clerk, change)
    if not asker_is_owner(change):
        raise AskerGone
    _move(change, to=ChangeState.APPROVED, decided_by=clerk, decided_at=timezone.now())
    entry = append(
        kind="data_change.approved",
        account_no=change.account_no,
        payload={
            "request": change.pk,
            "fields": {name: {"new": value} for name, value in sorted(change.wanted.items())},
        },
    )
    DataChange.objects.filter(pk=change.pk).update(seq=entry.seq)
    _record("data_changes.approved", change, actor=clerk, fields=sorted(change.wanted), seq=entry.seq)
    _tell("data_changes.approved", change)
    return entry


@transaction.atomic
def reject(*, change: DataChange, clerk: User, reason: str) -> None:
    """Say no, with a reason that the customer reads.

    Raises:
        ReasonMissing: there is none.
        NotOnesOwn: as `approve`.
        AlreadyDecided: somebody else decided meanwhile.
    """
    reason = reason.strip()[:500]
    if not reason:
        raise ReasonMissing
    _require_stranger(clerk, change)
    now = timezone.now()
    _move(change, to=ChangeState.REJECTED, decided_by=clerk, decided_at=now, ended_at=now, reason=reason)
    _record("data_changes.rejected", change, actor=clerk)
    _tell("data_changes.rejected", change)


@transaction.atomic
def settle(*, entry: Entry) -> None:
    """The billing system has answered the line of an approved change; repeats change nothing."""
    accepted = entry.state == "accepted"
    approved = DataChange.objects.select_for_update().filter(seq=entry.seq, state=ChangeState.APPROVED)
    change = approved.first()
    if change is None:
        return
    _move(
        change,
        to=ChangeState.DONE if accepted else ChangeState.REFUSED,
        since=ChangeState.APPROVED,
        ended_at=timezone.now(),
        reason=entry.reason,
    )
    _record("data_changes.answered", change, actor=None, state=change.state)
    _tell("data_changes.done" if accepted else "data_changes.refused", change)


def forget_ended(*, before: datetime) -> int:
    """Empty requests that ended before an instant, and their lines of the journal; returns how many."""
    return forget(DataChange.objects.filter(state__in=FINAL_STATES, ended_at__lt=before))


@transaction.atomic
def forget(ended: QuerySet[DataChange]) -> int:
    """Empty these requests, at most a thousand, and their lines of the journal; returns how many."""
    rows = list(ended.exclude(wanted={}).select_for_update().values_list("pk", "seq")[:1000])
    forget_content(seqs=[seq for _pk, seq in rows if seq])
    return DataChange.objects.filter(pk__in=[pk for pk, _seq in rows]).update(wanted={})


def _require_stranger(clerk: User, change: DataChange) -> None:
    own = AccountAccess.objects.of_user(clerk.pk).active(at=timezone.now())
    if change.asked_by_id == clerk.pk or own.filter(account_no=change.account_no).exists():
        raise NotOnesOwn


def _move(
    change: DataChange, *, to: ChangeState, since: ChangeState = ChangeState.PENDING, **facts: object
) -> None:
    """One step forward, for the first who takes it."""
    if not DataChange.objects.filter(pk=change.pk, state=since).update(state=to, **facts):
        raise AlreadyDecided
    change.refresh_from_db()


def _tell(letter: str, change: DataChange) -> None:
    letters.post(letter=letter, user_id=change.asked_by_id, key=str(change.pk), account_no=change.account_no)


def _tell_owners(change: DataChange, *, besides: int) -> None:
    owners = AccountAccess.objects.filter(
        account_no=change.account_no, role=AccessRole.OWNER, revoked_at__isnull=True
    ).exclude(user_id=besides)
    for user_id in owners.values_list("user_id", flat=True):
        letters.post(
            letter="data_changes.asked",
            user_id=user_id,
            key=f"{change.pk}:{user_id}",
            account_no=change.account_no,
        )


def _record(action: str, change: DataChange, *, actor: User | None, **details: object) -> None:
    record(
        action=action,
        actor=actor,
        actor_role=role_of(actor) if actor else "supplier",
        object_type="data_change",
        object_id=str(change.pk),
        account_no=change.account_no,
        reason=change.reason,
        details={"set": change.field_set, **details},
    )
