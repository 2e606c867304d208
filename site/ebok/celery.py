"""Celery: wakes up work whose truth is a row of the outbox."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ebok.settings.dev")

app = Celery("ebok")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
