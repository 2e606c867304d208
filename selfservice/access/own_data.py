"""Accesses of a person to customer accounts."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from ebok.core.own_data import PersonalTable, impersonal, personal
from selfservice.access.ending import end_helpers_left_alone
from selfservice.access.models import AccountAccess
from selfservice.access.services import hold_accounts, revoke_access


def _forget(user: Any) -> None:
    """His accesses end, those that he gave to others, and helpers' where he was the last owner; what he wrote
    about them is emptied."""
    active = list(AccountAccess.objects.filter(Q(user=user) | Q(granted_by=user)).active(at=timezone.now()))
    numbers = sorted({access.account_no for access in active})
    hold_accounts(numbers)
    for access in active:
        revoke_access(access=access, actor=user, reason="sign-in closed")
    for number in numbers:
        end_helpers_left_alone(account_no=number, actor=user)
    AccountAccess.objects.filter(Q(user=user) | Q(granted_by=user)).update(purpose="")


personal(
    PersonalTable(
        model=AccountAccess,
        of=lambda user: Q(user=user) | Q(granted_by=user),
        told=(
            "user_id",
            "account_no",
            "role",
            "level",
            "purpose",
            "granted_by_id",
            "valid_from",
            "expires_at",
            "revoked_at",
            "created_at",
        ),
        withheld={"technical": ("id",)},
        on_closing="ended, also those given to others; who had access when is kept as proof, as numbers",
        forget=_forget,
    )
)
impersonal("customer accounts that the billing system closed", "access.ClosedAccount")
