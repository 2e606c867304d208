"""The event log: one row an event, never changed, never removed (triggers: `ebok.audit.protection`)."""

from __future__ import annotations

from typing import Any

from django.db import models


class AuditEntry(models.Model):
    """One event: who did what to which object, when and from where.

    The actor is kept as an id and a role, never as a name, so that erasing a person does not
    touch the log. Times are UTC.
    """

    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=80, db_index=True)
    actor_id = models.CharField(max_length=40, blank=True, db_index=True)
    actor_role = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=45, blank=True)
    request_id = models.CharField(max_length=32, blank=True)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=256, blank=True)
    account_no = models.CharField(max_length=64, blank=True, db_index=True)
    reason = models.CharField(max_length=500, blank=True)
    details: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_by_object")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action}"


class AuditSeal(models.Model):
    """A batch of entries under one hash; each seal also covers the hash of the one before.

    `leaves` holds a line `id:sha256` for every entry of the batch, so that a changed or removed
    entry can be named. How the hashes are made: `ebok.audit.hashing`.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    from_id = models.PositiveBigIntegerField()
    to_id = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField()
    leaves = models.TextField()
    hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.from_id}-{self.to_id}"
