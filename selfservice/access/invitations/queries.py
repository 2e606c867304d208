"""Finding invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from selfservice.access.invitations.errors import NotForThisAddress
from selfservice.access.invitations.models import Invitation, InvitationState
from selfservice.access.invitations.tokens import digest_of

if TYPE_CHECKING:
    from selfservice.identity.models import User


def by_token(token: str) -> Invitation | None:
    """The invitation whose link holds this token, in whatever state; None for an invented one."""
    found = Invitation.objects.filter(token_digest=digest_of(token))
    return found.select_related("invited_by").prefetch_related("accounts").first()


def is_open(invitation: Invitation) -> bool:
    """Can it be answered now?"""
    return invitation.state == InvitationState.PENDING and invitation.expires_at > timezone.now()


def open_for(user: User) -> list[Invitation]:
    """What the confirmed addresses of a user were invited to and can still answer, the newest first."""
    addresses = EmailAddress.objects.filter(user_id=user.pk, verified=True).values("email")
    pending = Invitation.objects.open(at=timezone.now()).filter(email__in=addresses).order_by("-pk")
    return list(pending.select_related("invited_by").prefetch_related("accounts")[:20])


def page_of_newest(user: User) -> str:
    """Path of the newest invitation that a user can answer, or ""."""
    found = open_for(user)
    return reverse("portal:invitation", args=[found[0].token]) if found else ""


def open_of_account(account_no: str) -> list[Invitation]:
    """Invitations to one account that wait for an answer, the newest first."""
    found = Invitation.objects.open(at=timezone.now()).filter(accounts__account_no=account_no)
    return list(found.order_by("-pk")[:100])


def require_addressee(*, invitation: Invitation, user: User) -> None:
    """Is this the person the letter went to?

    Raises:
        NotForThisAddress: the user has not confirmed the address of the invitation.
    """
    own = EmailAddress.objects.filter(user_id=user.pk, verified=True, email=invitation.email)
    if not own.exists():
        raise NotForThisAddress
