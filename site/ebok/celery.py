"""Celery: wakes up work whose truth is a row of the outbox. Settings: `ebok.settings.background`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ebok.settings.dev")

app = Celery("ebok")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def make_folders(celery: Celery = app, **signal: Any) -> None:
    """The file transport expects its folders to be there.

    Raises:
        OSError: they cannot be made.
    """
    options = celery.conf.broker_transport_options
    names = ("data_folder_in", "data_folder_out", "control_folder")
    for folder in {options[name] for name in names if name in options}:
        Path(folder).mkdir(parents=True, exist_ok=True)


@setup_logging.connect
def keep_our_logs(**signal: Any) -> None:
    """Celery asks before it sets up logging of its own; `ebok.core.logs` has done it."""
