"""Checks of a person's password that are still to be made."""

from __future__ import annotations

from django.db.models import Q

from ebok.core.own_data import PersonalTable, personal
from selfservice.identity.passwords.models import PasswordRecheck

personal(
    PersonalTable(
        model=PasswordRecheck,
        of=lambda user: Q(user=user),
        told=("asked_at", "leaked_at"),
        withheld={"technical": ("id", "user")},
        on_closing="deleted",
        forget=lambda user: PasswordRecheck.objects.filter(user=user).delete(),
    )
)
