"""Questions on accesses."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q


class AccessQuerySet(models.QuerySet[Any]):
    """Accesses of users to customer accounts."""

    def active(self, *, at: datetime) -> AccessQuerySet:
        """Those that hold at the instant `at`: begun, not expired, not revoked."""
        return self.filter(
            Q(revoked_at__isnull=True) | Q(revoked_at__gt=at),
            Q(expires_at__isnull=True) | Q(expires_at__gt=at),
            valid_from__lte=at,
        )

    def of_user(self, user_id: int) -> AccessQuerySet:
        """Those of one user."""
        return self.filter(user_id=user_id)
