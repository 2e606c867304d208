"""The inbox of a person."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from ebok.core.own_data import PersonalTable, personal
from selfservice.access.models import AccountAccess
from selfservice.messaging.models import Message


def _readable(user: Any) -> Q:
    """Of accounts only while he has access: what is told of them concerns others, too."""
    accesses = AccountAccess.objects.of_user(user.pk).active(at=timezone.now())
    return Q(user=user, account_no__in=["", *accesses.values_list("account_no", flat=True)])


personal(
    PersonalTable(
        model=Message,
        of=_readable,
        told=("account_no", "kind", "language", "subject", "body", "created_at", "read_at"),
        withheld={"technical": ("id", "user", "path", "link_text", "key")},
        on_closing="deleted",
        forget=lambda user: Message.objects.filter(user=user).delete(),
    )
)
