"""Settings of processes that tests start for real: the outbox alone, on SQLite in the folder `FOLDER`."""

from __future__ import annotations

import os
from pathlib import Path

from ebok.settings.background import celery_settings

FOLDER = Path(os.environ["FOLDER"])
VAR_DIR = FOLDER
SECRET_KEY = "test-only"
USE_TZ = True
DEMO = False
LOG_LEVEL = "INFO"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = ["ebok.core", "ebok.outbox"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": FOLDER / "portal.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
        },
    }
}
OUTBOX_LEASE_SECONDS = 0.5
OUTBOX_QUEUE_AGE_SECONDS = 120
SCHEDULER_SILENCE_SECONDS = 90
vars().update(celery_settings(broker_url="filesystem://", folder=FOLDER / "queue"))
CELERY_IMPORTS = ["ebok.outbox.tests.effects"]
CELERY_BEAT_MAX_LOOP_INTERVAL = 0.1
CELERY_BEAT_SCHEDULE = {"sweep": {"task": "outbox.sweep", "schedule": 0.2, "options": {"expires": 5}}}


def make_tables() -> None:
    """The tables of the outbox and the kernel, without migrations."""
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0, skip_checks=True)
