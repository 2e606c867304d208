"""Ends of accesses by people: who ends what, and who is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ebok.outbox.handlers import handles
from ebok.outbox.services import enqueue
from selfservice.access.masking import masked
from selfservice.access.models import AccountAccess
from selfservice.access.queries import other_owners
from selfservice.access.services import hold_accounts, revoke_access
from selfservice.identity.mail import Letter, LetterKind, tell

if TYPE_CHECKING:
    from selfservice.identity.models import User

KIND = "access.ended"


@transaction.atomic
def end_access(*, access: AccountAccess, actor: User, reason: str = "") -> None:
    """End an access at once and tell its user; of one that was given up, the owners.

    Where no owner is left, all delegates go with him. Ending it twice changes nothing and tells nobody
    twice. Who may end which access is decided by the caller.
    """
    hold_accounts([access.account_no])
    revoke_access(access=access, actor=actor, reason=reason)
    _tell(access, actor=actor)
    if not access.is_delegated:
        end_helpers_left_alone(account_no=access.account_no, actor=actor)


@transaction.atomic
def end_helpers_left_alone(*, account_no: str, actor: User) -> None:
    """End all helpers' accesses to an account that no owner sees any more, and tell them."""
    held = AccountAccess.objects.filter(account_no=account_no).active(at=timezone.now())
    if held.owners().exists():
        return
    for helper in held.filter(role="delegate"):
        revoke_access(access=helper, actor=actor, reason="no owner left")
        _tell(helper, actor=actor)


def _tell(access: AccountAccess, *, actor: User) -> None:
    readers = other_owners(access) if actor.pk == access.user_id else [access.user_id]
    for user_id in readers:
        payload = {"access": access.pk, "user": user_id}
        enqueue(kind=KIND, key=f"{access.pk}:{user_id}", payload=payload)


@handles(KIND)
def deliver(payload: Mapping[str, Any]) -> None:
    """Tell one person that an access has ended.

    Raises:
        TemporaryError: the mail server does not take it now.
    """
    from selfservice.identity.models import User

    access = AccountAccess.objects.filter(pk=payload["access"]).select_related("user").first()
    reader = User.objects.filter(pk=payload["user"], is_active=True).first()
    if access is None or reader is None:
        return
    is_own = reader.pk == access.user_id
    with translation.override(reader.language):
        tell(
            user=reader,
            letter=_letter(access, is_own=is_own),
            kind=LetterKind.ACCESS,
            key=f"{KIND}:{access.pk}",
            # Of an account that he sees no more, the person is told as himself.
            account_no="" if is_own else access.account_no,
        )


def _letter(access: AccountAccess, *, is_own: bool) -> Letter:
    if is_own:
        text = _("Your access to the customer account below has ended. You see nothing of it any more.")
    else:
        text = _("This person gave up the access to your customer account.")
    who = [] if is_own else [(_("Who"), masked(access.user.email))]
    return Letter(
        subject=_("Access to customer account %(number)s has ended") % {"number": access.account_no},
        paragraphs=[text],
        facts=[(_("Customer account"), access.account_no), *who],
    )
