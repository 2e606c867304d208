""" "It is known, tell me when it is over." """

from __future__ import annotations

from django.conf import settings
from django.db import models


class OutageSubscription(models.Model):
    """A user waits for the end of an announced interruption; told once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    announcement_id = models.PositiveBigIntegerField()
    title = models.CharField(max_length=255)
    created_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "announcement_id"], name="ticket_outage_once")]
        indexes = [
            models.Index(
                fields=["announcement_id"],
                condition=models.Q(told_at__isnull=True),
                name="ticket_outage_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} waits for {self.announcement_id}"
