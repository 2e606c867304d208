"""What the rest of the office asks about the feed as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from selfservice.exchange.errors import DeliveredFileMissing, ExchangeUnavailable, NoDelivery
from selfservice.exchange.models import DeliveryFile, Feed


@dataclass(frozen=True, kw_only=True)
class FeedState:
    """The generation that readers see.

    as_of: instant to which its figures hold, by the supplier; loaded_at: when it became visible here;
    stale: it is older than its budget allows.
    """

    as_of: datetime
    loaded_at: datetime
    generation: int
    stale: bool


def current_feed(*, table: str = "") -> FeedState:
    """The state of the feed, or of one table of it, in one query.

    Parameters:
        table: name of a table of the contract; `as_of` is then that of the newest delivery that had it,
            and the budget may be its own (EXCHANGE_FRESHNESS_TABLES).

    Raises:
        ExchangeUnavailable: the exchange database does not answer.
        NoDelivery: nothing has been loaded yet (a kind of ExchangeUnavailable).
    """
    try:
        feed = Feed.objects.visible().only("as_of", "loaded_at", "generation", "as_of_tables").first()
    except (DatabaseError, InterfaceError) as error:
        raise ExchangeUnavailable from error
    if feed is None:
        raise NoDelivery
    told = parse_datetime(feed.as_of_tables.get(table, ""))
    as_of = told or feed.as_of or feed.loaded_at
    return FeedState(
        as_of=as_of,
        loaded_at=feed.loaded_at,
        generation=feed.generation,
        stale=timezone.now() - as_of > freshness_budget(table=table),
    )


def freshness_budget(*, table: str = "") -> timedelta:
    """How old figures may be before they are shown as stale and reminders stop."""
    hours = settings.EXCHANGE_FRESHNESS_TABLES.get(table, settings.EXCHANGE_FRESHNESS_HOURS)
    return timedelta(hours=hours)


def delivered_file(path: str) -> DeliveryFile:
    """Where the bytes of a delivered PDF or XML stand, by the path that a row gives.

    Raises:
        DeliveredFileMissing: no delivery brought it.
        ExchangeUnavailable: the exchange database does not answer.
    """
    try:
        return DeliveryFile.objects.get(path=path)
    except DeliveryFile.DoesNotExist as error:
        raise DeliveredFileMissing from error
    except (DatabaseError, InterfaceError) as error:
        raise ExchangeUnavailable from error
