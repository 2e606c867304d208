"""Durable work: a row written in the transaction of its cause; Celery only wakes the worker up."""

from __future__ import annotations

from typing import Any

from django.db import models


class JobState(models.TextChoices):
    """Closed list of states; the last three are final."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN_STATES = (JobState.WAITING, JobState.RUNNING)


class Job(models.Model):
    """One piece of work: which handler, which ids, how often tried, until when leased and to whom.

    `holder` is a token of the worker that claimed the row; only who holds it may write an outcome.
    """

    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    payload: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=JobState.choices, default=JobState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=32, blank=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="outbox_once")]
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=models.Q(state__in=OPEN_STATES), name="outbox_open"
            ),
            models.Index(fields=["holder"], condition=~models.Q(holder=""), name="outbox_held"),
            models.Index(fields=["state", "finished_at"], name="outbox_finished"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.state}"
