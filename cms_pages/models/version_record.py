"""What the event log was last told of a version of a document template."""

from __future__ import annotations

from django.db import models


class VersionRecord(models.Model):
    """One row a version, kept by `cms_pages.version_log`: versions go live and end by the clock alone."""

    class State(models.TextChoices):
        """Where a version stands towards its window."""

        WAITING = "waiting"
        IN_FORCE = "in_force"
        OVER = "over"

    version = models.OneToOneField(
        "documents.DocumentVersion", on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    state = models.CharField(max_length=10, choices=State.choices)
    go_live_at = models.DateTimeField(null=True)
    expire_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["state", "go_live_at"], name="version_record_start"),
            models.Index(fields=["state", "expire_at"], name="version_record_end"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.state}"
