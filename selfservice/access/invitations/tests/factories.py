"""Invitations for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from selfservice.access.invitations.models import Invitation
from selfservice.access.invitations.services import invite
from selfservice.access.invitations.tokens import new_form_key
from selfservice.access.models import AccountAccess


def invitation_by(*accesses: AccountAccess, email: str = "helper@example.org", **terms: Any) -> Invitation:
    """An invitation by the owner of these accesses: to look, for thirty days, unless said otherwise."""
    facts = {
        "level": "view",
        "purpose": "pays for his mother",
        "access_until": timezone.now() + timedelta(days=30),
        "form_key": new_form_key(),
        **terms,
    }
    return invite(accesses=list(accesses), email=email, **facts)
