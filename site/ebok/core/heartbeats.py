"""Signs of life: background work writes them, health and pages read them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from ebok.core.models import Heartbeat

SCHEDULER = "scheduler"


def beat(name: str) -> timedelta | None:
    """Note that `name` is alive now; returns how long it had been silent, None the first time."""
    now = timezone.now()
    before = last_beat(name)
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now})
    return now - before if before else None


def last_beat(name: str) -> datetime | None:
    """When `name` was last seen alive; None when never."""
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def silence(name: str) -> timedelta | None:
    """How long `name` has been silent; None when it was never seen."""
    last = last_beat(name)
    return timezone.now() - last if last else None
