"""Periodic work; the schedule stands in `ebok.settings.background`."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings

from selfservice.exchange.outgoing.demo import answer_as_demo


@shared_task(name="outgoing.answer_as_demo")
def answer_demo_lines(**later: object) -> None:
    """Only a demonstration has no billing system of its own to answer."""
    if settings.DEMO:
        answer_as_demo()
