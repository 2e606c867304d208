"""Questions on accesses."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Q, Subquery


class AccessQuerySet(models.QuerySet[Any]):
    """Accesses of users to customer accounts."""

    def active(self, *, at: datetime) -> AccessQuerySet:
        """Those that hold at the instant `at`: begun, not expired, not revoked, contract not long over."""
        over = _closed_accounts().filter(access_ends_at__lte=at)
        return self.filter(
            Q(revoked_at__isnull=True) | Q(revoked_at__gt=at),
            Q(expires_at__isnull=True) | Q(expires_at__gt=at),
            valid_from__lte=at,
        ).exclude(account_no__in=over.values("account_no"))

    def of_user(self, user_id: int) -> AccessQuerySet:
        """Those of one user."""
        return self.filter(user_id=user_id)

    def owners(self) -> AccessQuerySet:
        """Those of parties of the contract."""
        return self.filter(role="owner")

    def with_closing(self) -> AccessQuerySet:
        """Each with `read_only_until`: when it ends because its account is closed, else None."""
        closing = _closed_accounts().filter(account_no=OuterRef("account_no"))
        ends = Subquery(closing.values("access_ends_at")[:1])
        annotated: AccessQuerySet = self.annotate(read_only_until=ends)
        return annotated


def _closed_accounts() -> Any:
    return apps.get_model("access", "ClosedAccount")._default_manager
