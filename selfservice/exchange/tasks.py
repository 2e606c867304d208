"""Periodic work of the exchange; the schedule stands in `ebok.settings.background`."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings

from ebok.core.alarms import clear_alarm, raise_alarm
from selfservice.exchange.demo.renewing import renew_demo_town
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.queries import current_feed

STALE = "exchange.feed_stale"


@shared_task(name="exchange.watch_feed")
def watch_feed(**later: object) -> None:
    """Raise an alarm for figures older than their budget, or none at all; clear it when they are fresh."""
    for table in ("", *settings.EXCHANGE_FRESHNESS_TABLES):
        try:
            feed = current_feed(table=table)
        except ExchangeUnavailable as error:
            raise_alarm(code=STALE, key=table, details={"reason": type(error).__name__})
            continue
        if feed.stale:
            details = {"as_of": feed.as_of.isoformat(), "generation": feed.generation}
            raise_alarm(code=STALE, key=table, details=details)
        else:
            clear_alarm(code=STALE, key=table)


@shared_task(name="exchange.renew_demo_town")
def deliver_as_demo(**later: object) -> None:
    """Only a demonstration has no billing system of its own to deliver."""
    if settings.DEMO and settings.EXCHANGE_MANAGED:
        renew_demo_town()
