"""Celery for eBOK: it only wakes workers up, the rows of the outbox are the truth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

# Seconds between two runs. `expires` drops what a stopped worker has missed.
SCHEDULE: dict[str, tuple[str, float]] = {
    "heartbeat": ("core.heartbeat", 15),
    "sweep-outbox": ("outbox.sweep", 10),
    "seal-audit": ("audit.seal", 60),
    "anchor-audit": ("audit.anchor", 24 * 3600),
    "watch-feed": ("exchange.watch_feed", 300),
    "renew-demo-town": ("exchange.renew_demo_town", 600),
    "forget-letters": ("content.forget_letters", 6 * 3600),
    "tidy-data-changes": ("data_changes.tidy", 3600),
    "tidy-invitations": ("invitations.tidy", 6 * 3600),
    "tidy-codes": ("linking.tidy", 6 * 3600),
    "answer-as-demo": ("outgoing.answer_as_demo", 15),
    "publish-scheduled": ("core.publish_scheduled", 15),
    "tidy-outbox": ("outbox.tidy", 3600),
    "watch-closings": ("access.watch_closings", 6 * 3600),
    "tidy-hourly": ("core.tidy_hourly", 3600),
    "tidy-throttles": ("throttles.tidy", 3600),
    "announce-ends": ("tickets.announce_ends", 60),
    "tidy-sessions": ("devices.tidy", 3600),
    "tidy-trust": ("second_factor.tidy", 3600),
    "tidy-robots": ("robots.tidy", 3600),
    "tidy-prepared": ("prepared.tidy", 3600),
    "sweep-drafts": ("drafts.sweep", 3600),
    "tidy-messages": ("messaging.tidy", 24 * 3600),
    "collection-reminders": ("collection_reminders.ask", 900),
}
BROKER_TIMEOUT_SECONDS = 1


def celery_settings(*, broker_url: str, folder: Path) -> dict[str, Any]:
    """Settings with Celery's prefix for one broker.

    Parameters:
        broker_url: `filesystem://` (default, no server), `redis://...` or `amqp://...`.
        folder: where the file transport and the scheduler keep their files; made if missing.
    """
    return {
        "CELERY_BROKER_URL": broker_url,
        "CELERY_BROKER_TRANSPORT_OPTIONS": _transport_options(broker_url, folder),
        # A request never waits for a broker that is away: one try, one second.
        "CELERY_BROKER_CONNECTION_TIMEOUT": BROKER_TIMEOUT_SECONDS,
        "CELERY_TASK_PUBLISH_RETRY": False,
        "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP": True,
        "CELERY_BROKER_CONNECTION_MAX_RETRIES": None,
        "CELERY_ACCEPT_CONTENT": ["json"],
        "CELERY_TASK_SERIALIZER": "json",
        "CELERY_RESULT_BACKEND": None,
        "CELERY_TASK_IGNORE_RESULT": True,
        "CELERY_TASK_ACKS_LATE": True,
        "CELERY_TASK_REJECT_ON_WORKER_LOST": True,
        "CELERY_TASK_DEFAULT_QUEUE": "default",
        "CELERY_WORKER_ENABLE_REMOTE_CONTROL": False,
        "CELERY_WORKER_SEND_TASK_EVENTS": False,
        "CELERY_WORKER_HIJACK_ROOT_LOGGER": False,
        "CELERY_WORKER_PREFETCH_MULTIPLIER": 1,
        "CELERY_TIMEZONE": "UTC",
        "CELERY_BEAT_SCHEDULE_FILENAME": str(folder / "schedule"),
        "CELERY_BEAT_MAX_LOOP_INTERVAL": 5,
        "CELERY_BEAT_SCHEDULE": {
            name: {"task": task, "schedule": seconds, "options": {"expires": max(seconds, 30)}}
            for name, (task, seconds) in SCHEDULE.items()
        },
    }


def _transport_options(broker_url: str, folder: Path) -> dict[str, Any]:
    if broker_url.startswith("filesystem"):
        return {
            "data_folder_in": str(folder / "messages"),
            "data_folder_out": str(folder / "messages"),
            "control_folder": str(folder / "control"),
        }
    options: dict[str, Any] = {"max_retries": 0}
    if broker_url.startswith("redis"):
        options |= {"socket_connect_timeout": BROKER_TIMEOUT_SECONDS, "socket_timeout": 5}
    return options
