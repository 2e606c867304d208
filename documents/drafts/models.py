"""A file that passed the checks and waits for the rest of its form."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class DraftFile(models.Model):
    """One file, seen by nobody but the person or the session that chose it.

    Parameters:
        user: who is signed in; None for a session without a sign-in.
        holder: hash of that session's secret; "" for somebody who is signed in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="draft_files"
    )
    holder = models.CharField(max_length=64, blank=True)
    storage_key = models.CharField(max_length=240)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=16)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, holder="") | Q(user__isnull=True) & ~Q(holder=""),
                name="drafts_one_holder",
            )
        ]

    def __str__(self) -> str:
        return self.name
