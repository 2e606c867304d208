"""What the kernel keeps: alarms for people who run the office, and signs of life of background work."""

from __future__ import annotations

from typing import Any

from django.db import models


class Alarm(models.Model):
    """Something that a person must look at. One row a code and key; repeats are counted."""

    code = models.CharField(max_length=80)
    key = models.CharField(max_length=200, blank=True)
    details: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, blank=True)
    times = models.PositiveIntegerField(default=1)
    raised_at = models.DateTimeField()
    repeated_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-repeated_at"]
        constraints = [models.UniqueConstraint(fields=["code", "key"], name="core_alarm_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.key}".strip()


class HourlyCount(models.Model):
    """How often something was done in one clock hour; by whom is a keyed hash (`hourly`)."""

    what = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["what", "subject", "hour"], name="core_hourly_count_once")
        ]
        indexes = [models.Index(fields=["hour"], name="core_hourly_count_age")]

    def __str__(self) -> str:
        return f"{self.what} {self.hour:%Y-%m-%d %H}: {self.count}"


class Heartbeat(models.Model):
    """When a part of the background work was last seen alive."""

    name = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
