"""Inviting somebody, and answering. An invitation works once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ebok.audit.services import record
from ebok.outbox.services import enqueue
from selfservice.access import notices
from selfservice.access.invitations import mail
from selfservice.access.invitations.errors import CannotInvite, InvitationOver, TooManyInvitations
from selfservice.access.invitations.models import Invitation, InvitationState, InvitedAccount
from selfservice.access.invitations.queries import require_addressee
from selfservice.access.invitations.tokens import digest_of, new_form_key, token_for
from selfservice.access.models import AccessRole, AccountAccess
from selfservice.access.services import hold_accounts, link_account, one_at_a_time, revoke_access
from selfservice.identity.roles import role_of

if TYPE_CHECKING:
    from selfservice.identity.models import User

MOST_A_DAY = 50


@transaction.atomic
def invite(
    *,
    accesses: Collection[AccountAccess],
    email: str,
    level: str,
    purpose: str,
    access_until: datetime,
    form_key: str,
) -> Invitation:
    """Offer access to accounts of one owner; the same form sent twice invites once.

    The same form with other words in it (somebody went back and corrected them) is another offer.
    An earlier open invitation of the same address to one of the accounts is withdrawn; a co-owner's for
    these accounts alone.

    Parameters:
        accesses: the inviter's own accesses, each of an owner, all of one user.
        level: "view", "pay" or "act".
        access_until: when the access ends by itself.
        form_key: unique text of the form.

    Raises:
        PermissionError: somebody who is no owner invites, or for a closed account.
        CannotInvite: the address is an owner's.
        TooManyInvitations: more than MOST_A_DAY within a day.
    """
    inviter = _only_owner(accesses)
    one_at_a_time(inviter)
    email, now = email.strip().lower(), timezone.now()
    numbers = sorted({access.account_no for access in accesses})
    sent_already = Invitation.objects.filter(invited_by=inviter, form_key=form_key).first()
    if sent_already is not None:
        offer = {"email": email, "level": level, "purpose": purpose, "access_until": access_until}
        if _is_the_same(sent_already, offer, numbers=numbers):
            return sent_already
        form_key = new_form_key()
    _refuse_owners(email, numbers=numbers, now=now)
    if (
        Invitation.objects.filter(invited_by=inviter, created_at__gt=now - timedelta(days=1)).count()
        >= MOST_A_DAY
    ):
        raise TooManyInvitations
    earlier = Invitation.objects.filter(email=email, accounts__account_no__in=numbers)
    for invitation in earlier.filter(state=InvitationState.PENDING).distinct():
        _replace(invitation, numbers=numbers, owner=inviter)
    invitation = Invitation.objects.create(
        email=email,
        level=level,
        purpose=purpose,
        access_until=access_until,
        invited_by=inviter,
        form_key=form_key,
        token_digest=digest_of(token_for(inviter_id=inviter.pk, form_key=form_key)),
        created_at=now,
        expires_at=min(access_until, now + timedelta(days=settings.INVITATION_DAYS)),
    )
    InvitedAccount.objects.bulk_create(
        InvitedAccount(invitation=invitation, account_no=number) for number in numbers
    )
    enqueue(kind=mail.INVITED, key=str(invitation.pk), payload={"invitation": invitation.pk})
    _record("invitations.sent", invitation, actor=inviter)
    return invitation


@transaction.atomic
def accept(*, invitation: Invitation, user: User) -> list[AccountAccess]:
    """Turn an invitation into accesses of the person it was sent to; of two at once one succeeds.

    Accounts whose inviter owns them no more are left out; an access held already gets the new terms,
    unless it is an owner's.

    Raises:
        NotForThisAddress: the user has not confirmed the address.
        InvitationOver: it cannot be accepted any more, or nothing of it is left to give.
    """
    require_addressee(invitation=invitation, user=user)
    one_at_a_time(user)
    _answer(invitation, user=user, state=InvitationState.ACCEPTED)
    now = timezone.now()
    numbers = list(invitation.accounts.values_list("account_no", flat=True))
    hold_accounts(numbers)
    owned = AccountAccess.objects.of_user(invitation.invited_by_id).active(at=now).owners()
    owned = owned.filter(user__is_active=True)  # what somebody switched off has offered is worth nothing
    still_owned = owned.filter(account_no__in=numbers).with_closing().order_by("account_no")
    given = [
        access
        for own in still_owned
        if own.allows("act") and (access := _give(invitation, account_no=own.account_no, user=user))
    ]
    if not given:
        raise InvitationOver
    for access in given:
        notices.announce(access=access)
    _record("invitations.accepted", invitation, actor=user)
    return given


@transaction.atomic
def decline(*, invitation: Invitation, user: User) -> None:
    """Say no; the inviter is told.

    Raises:
        NotForThisAddress, InvitationOver: as `accept`.
    """
    require_addressee(invitation=invitation, user=user)
    _answer(invitation, user=user, state=InvitationState.DECLINED)
    enqueue(kind=mail.DECLINED, key=str(invitation.pk), payload={"invitation": invitation.pk})
    _record("invitations.declined", invitation, actor=user)


@transaction.atomic
def withdraw(*, invitation: Invitation, actor: User | None, reason: str = "") -> None:
    """Take an offer back; one that was answered meanwhile stays as it is."""
    pending = Invitation.objects.filter(pk=invitation.pk, state=InvitationState.PENDING)
    if pending.update(state=InvitationState.WITHDRAWN, answered_at=timezone.now(), answered_by=actor):
        _record("invitations.withdrawn", invitation, actor=actor, reason=reason)


@transaction.atomic
def withdraw_for(*, invitation: Invitation, account_no: str, owner: User) -> None:
    """An owner takes an offer back: his own as a whole, a co-owner's for their common account alone.

    Parameters:
        account_no: a customer account of the invitation that `owner` owns.
    """
    Invitation.objects.select_for_update().get(pk=invitation.pk)
    others = invitation.accounts.exclude(account_no=account_no)
    if invitation.invited_by_id == owner.pk or not others.exists():
        withdraw(invitation=invitation, actor=owner)
        return
    if Invitation.objects.filter(pk=invitation.pk, state=InvitationState.PENDING).exists():
        _record("invitations.withdrawn", invitation, actor=owner, account_no=account_no)
        invitation.accounts.filter(account_no=account_no).delete()


def _replace(invitation: Invitation, *, numbers: list[str], owner: User) -> None:
    for account in list(invitation.accounts.filter(account_no__in=numbers).order_by("account_no")):
        withdraw_for(invitation=invitation, account_no=account.account_no, owner=owner)


def _answer(invitation: Invitation, *, user: User, state: str) -> None:
    """The database decides who was first."""
    now = timezone.now()
    if (
        not Invitation.objects.open(at=now)
        .filter(pk=invitation.pk)
        .update(state=state, answered_at=now, answered_by=user)
    ):
        raise InvitationOver


def _give(invitation: Invitation, *, account_no: str, user: User) -> AccountAccess | None:
    held = AccountAccess.objects.of_user(user.pk).active(at=timezone.now()).filter(account_no=account_no)
    present = held.select_for_update().first()
    if present is not None and not present.is_delegated:
        return None
    if present is not None:
        revoke_access(access=present, actor=user, reason="new terms")
    return link_account(
        user=user,
        account_no=account_no,
        role=AccessRole.DELEGATE,
        level=invitation.level,
        granted_by=invitation.invited_by,
        purpose=invitation.purpose,
        expires_at=invitation.access_until,
        actor=user,
        way="invitation",
    )


def _only_owner(accesses: Collection[AccountAccess]) -> User:
    owners = {access.user for access in accesses if not access.is_delegated and access.allows("act")}
    if len(owners) != 1 or any(access.is_delegated or not access.allows("act") for access in accesses):
        raise PermissionError("Only an owner gives access, to accounts of his own.")
    return owners.pop()


def _is_the_same(invitation: Invitation, offer: dict[str, Any], *, numbers: list[str]) -> bool:
    offered = set(invitation.accounts.values_list("account_no", flat=True))
    return offered == set(numbers) and all(
        getattr(invitation, name) == value for name, value in offer.items()
    )


def _refuse_owners(email: str, *, numbers: list[str], now: datetime) -> None:
    owners = AccountAccess.objects.active(at=now).owners().filter(account_no__in=numbers)
    if owners.filter(user__email=email).exists():
        raise CannotInvite


def _record(
    action: str, invitation: Invitation, *, actor: User | None, reason: str = "", account_no: str = ""
) -> None:
    numbers = [account_no] if account_no else invitation.accounts.values_list("account_no", flat=True)
    for number in numbers:
        record(
            action=action,
            actor=actor,
            actor_role="system" if actor is None else role_of(actor),
            object_type="invitation",
            object_id=str(invitation.pk),
            account_no=number,
            reason=reason,
            details={"level": invitation.level},
        )
