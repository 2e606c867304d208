"""Counts of tries. They hold keyed hashes only: who tried cannot be read from them."""

from __future__ import annotations

from django.db import models


class Tries(models.Model):
    """Tries for one subject (an address that somebody signs in with, a customer number) on one track.

    The track is empty for strangers; a browser that is known to belong to the subject has its own, so
    strangers cannot use up its tries.
    """

    purpose = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    track = models.CharField(max_length=64, blank=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
    next_at = models.DateTimeField()
    # Raised by every write; a write that expected another version changes nothing.
    version = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "throttles"
        constraints = [
            models.UniqueConstraint(fields=["purpose", "subject", "track"], name="throttles_one_count")
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.count}"


class FailureFrom(models.Model):
    """A client address failed for a subject; how many subjects tells an attack from a big family."""

    address = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        app_label = "throttles"
        indexes = [models.Index(fields=["address", "at"], name="throttles_by_address")]
        constraints = [models.UniqueConstraint(fields=["address", "subject"], name="throttles_failure_once")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
