"""Invitations that a person sent, and those that were sent to his address."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from ebok.core.own_data import PersonalTable, impersonal, personal
from selfservice.access.invitations.models import Invitation


def _of(user: Any) -> Q:
    return Q(invited_by=user) | Q(email=user.email) | Q(answered_by=user)


personal(
    PersonalTable(
        model=Invitation,
        of=_of,
        told=(
            "email",
            "level",
            "purpose",
            "access_until",
            "state",
            "created_at",
            "expires_at",
            "answered_at",
        ),
        withheld={
            "technical": ("id", "invited_by", "form_key", "answered_by"),
            "opens an access": ("token_digest",),
        },
        on_closing="deleted; accesses that came of them have rows of their own",
        forget=lambda user: Invitation.objects.filter(_of(user)).delete(),
    )
)
impersonal("numbers of accounts of an invitation, deleted with it", "invitations.InvitedAccount")
