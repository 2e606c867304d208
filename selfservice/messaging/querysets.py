"""Questions on messages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from selfservice.access.models import AccountAccess


class MessageQuerySet(models.QuerySet[Any]):
    """Messages."""

    def readable_by(self, user_id: int, *, at: datetime) -> MessageQuerySet:
        """A person's own ones: about himself, and about accounts to which he has access at the instant."""
        accesses = AccountAccess.objects.of_user(user_id).active(at=at).values("account_no")
        return self.filter(Q(account_no="") | Q(account_no__in=accesses), user_id=user_id)

    def unread(self) -> MessageQuerySet:
        """Those that were not opened yet."""
        return self.filter(read_at__isnull=True)
