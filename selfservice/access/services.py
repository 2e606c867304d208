"""Giving and taking access to customer accounts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from ebok.audit.services import record
from selfservice.access.errors import AccessOver, AlreadyLinked
from selfservice.access.models import AccessLevel, AccessRole, AccountAccess
from selfservice.identity.roles import role_of

if TYPE_CHECKING:
    from selfservice.identity.models import User

# Sent with the access, in the transaction that gives it.
linked = Signal()


def one_at_a_time(user: User) -> None:
    """Whoever gives this person access waits here until the caller's transaction has ended."""
    get_user_model()._default_manager.select_for_update().get(pk=user.pk)


def hold_accounts(account_nos: Collection[str]) -> None:
    """Whoever ends an access to one of these accounts, or gives one for an owner, waits here for the others.

    Else the last two owners who leave at once would each count on the other one to stay.
    """
    rows = AccountAccess.objects.select_for_update().filter(
        account_no__in=account_nos, revoked_at__isnull=True
    )
    list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def link_account(
    *,
    user: User,
    account_no: str,
    role: str = AccessRole.OWNER,
    level: str = AccessLevel.ACT,
    granted_by: User | None = None,
    purpose: str = "",
    expires_at: datetime | None = None,
    actor: User | None = None,
    reason: str = "",
    way: str = "",
) -> AccountAccess:
    """Give a user access to a customer account, from now on; an expired access makes room.

    Parameters:
        account_no: number of the customer account in the exchange.
        role: "owner" (always with level "act") or "delegate".
        level: "view", "pay" or "act".
        granted_by: who gives it; None for the office's system itself.
        expires_at: when it ends by itself; None for no end.
        actor: whose act it is in the event log, if not `granted_by`'s; reason: as he gave it.
        way: how the person proved to be entitled ("invoice", "code", "desk", "invitation").

    Raises:
        AlreadyLinked: the user has an access to this account that still holds.
        django.db.IntegrityError: a role, level or time that the database refuses.
    """
    now = timezone.now()
    earlier = AccountAccess.objects.select_for_update().of_user(user.pk).filter(account_no=account_no)
    for access in earlier.filter(revoked_at__isnull=True):
        if access.expires_at is None or access.expires_at > now:
            raise AlreadyLinked
        access.revoked_at = now
        access.save(update_fields=["revoked_at"])
    access = AccountAccess.objects.create(
        user=user,
        account_no=account_no,
        role=role,
        level=level,
        granted_by=granted_by,
        purpose=purpose,
        valid_from=now,
        expires_at=expires_at,
    )
    _record("access.account_linked", access, actor=actor or granted_by, reason=reason, way=way)
    linked.send(sender=AccountAccess, access=access)
    return access


@transaction.atomic
def revoke_access(*, access: AccountAccess, actor: User | None, reason: str = "") -> None:
    """End an access at once, also in sessions that are open; ending it twice changes nothing."""
    now = timezone.now()
    ended = AccountAccess.objects.filter(pk=access.pk, revoked_at__isnull=True).update(revoked_at=now)
    if ended:
        access.revoked_at = now
        _record("access.account_unlinked", access, actor=actor, reason=reason)


@transaction.atomic
def change_terms(*, access: AccountAccess, level: str, expires_at: datetime, actor: User) -> None:
    """Give a delegate another level or another end; it holds from the next request on.

    Raises:
        AccessOver: the access has ended meanwhile, or is an owner's.
    """
    before = {"level": access.level, "until": _as_text(access.expires_at)}
    now = timezone.now()
    held = AccountAccess.objects.active(at=now).filter(pk=access.pk, role=AccessRole.DELEGATE)
    if not held.update(level=level, expires_at=expires_at):
        raise AccessOver
    access.level, access.expires_at = level, expires_at
    record(
        action="access.terms_changed",
        actor=actor,
        actor_role=role_of(actor),
        object_type="user",
        object_id=str(access.user_id),
        account_no=access.account_no,
        details={"before": before, "after": {"level": level, "until": _as_text(expires_at)}},
    )


def _as_text(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat(timespec="minutes")


def _record(
    action: str, access: AccountAccess, *, actor: User | None, reason: str = "", way: str = ""
) -> None:
    record(
        action=action,
        actor=actor,
        actor_role="system" if actor is None else role_of(actor),
        object_type="user",
        object_id=str(access.user_id),
        account_no=access.account_no,
        reason=reason,
        details={"role": access.role, "level": access.level} | ({"way": way} if way else {}),
    )
