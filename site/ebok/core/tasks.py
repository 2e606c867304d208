"""The kernel's periodic work; the schedule stands in `ebok.settings.background`."""

from __future__ import annotations

from celery import shared_task
from django.core.management import call_command

from ebok.core import hourly
from ebok.core.alarms import clear_alarm, raise_alarm
from ebok.core.heartbeats import SCHEDULER, beat
from ebok.core.watching import SILENT, allowed_silence


@shared_task(name="core.heartbeat")
def heartbeat(**later: object) -> None:
    """Show that the scheduler and a worker are alive; report a silence that is just over."""
    silent = beat(SCHEDULER)
    if silent is not None and silent > allowed_silence():
        raise_alarm(code=SILENT, details={"seconds": round(silent.total_seconds())})
        return
    clear_alarm(code=SILENT)


@shared_task(name="core.publish_scheduled")
def publish_scheduled(**later: object) -> None:
    """Let Wagtail publish and unpublish what is due by now."""
    call_command("publish_scheduled")


@shared_task(name="core.tidy_hourly")
def tidy_hourly(**later: object) -> None:
    """Forget how often things were done in hours that are over."""
    hourly.tidy()
