"""Periodic work; the schedule stands in `ebok.settings.background`."""

from __future__ import annotations

import structlog
from celery import shared_task

from selfservice.access.closing import watch_closings
from selfservice.exchange.errors import ExchangeUnavailable

log = structlog.get_logger(__name__)


@shared_task(name="access.watch_closings")
def watch(**later: object) -> None:
    """Notice closed accounts; while the exchange is away nothing is concluded from its silence."""
    try:
        watch_closings()
    except ExchangeUnavailable as error:
        log.warning("access.closings_not_watched", error=type(error).__name__)
