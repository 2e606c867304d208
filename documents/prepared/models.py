"""Packages of files that are put together in the background and fetched later by one person."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PreparedState(models.TextChoices):
    """Closed list of states; the last two are final."""

    WAITING = "waiting", _("waiting")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")
    DELETED = "deleted", _("deleted")


class PreparedDownload(models.Model):
    """One ZIP for one user: asked for, made, fetched, deleted.

    Parameters:
        kind: which maker puts it together (`documents.prepared.makers`).
        account_no: customer account that it concerns, or empty.
        parameters: ids and numbers that the maker needs, no personal data.
        done, total: files packed so far and in all; total 0 while it is not known.
        left_out: files that could not be had; they are named inside the package.
        fault: code of what went wrong, for the office.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="prepared_downloads"
    )
    kind = models.CharField(max_length=60)
    account_no = models.CharField(max_length=64, blank=True)
    parameters: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=PreparedState.choices, default=PreparedState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    storage_key = models.CharField(max_length=240)
    filename = models.CharField(max_length=160)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    fault = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "account_no"],
                condition=Q(state=PreparedState.WAITING),
                name="prepared_one_waiting",
            ),
            models.CheckConstraint(condition=Q(state__in=PreparedState.values), name="prepared_state_known"),
        ]
        indexes = [
            models.Index(fields=["user", "account_no", "-created_at"], name="prepared_of_user"),
            models.Index(fields=["state", "expires_at"], name="prepared_expiring"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    def may_be_fetched(self, *, at: datetime) -> bool:
        """Is it there, at the instant `at`?"""
        return self.state == PreparedState.READY and self.expires_at is not None and at < self.expires_at

    @property
    def per_cent(self) -> int:
        """How far it is, 0 to 100."""
        return 0 if not self.total else min(100, 100 * self.done // self.total)
