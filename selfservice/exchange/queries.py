"""What the rest of the office asks about the feed as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from selfservice.exchange.errors import DeliveredFileMissing, ExchangeUnavailable, NoDelivery
from selfservice.exchange.models import DeliveryFile, Feed


@dataclass(frozen=True, kw_only=True)
class FeedState:
    """The generation that readers see.

    as_of: instant to which its figures hold, by the supplier; loaded_at: when it became visible here;
    stale: it is older than EXCHANGE_FRESHNESS_HOURS allows.
    """

    as_of: datetime
    loaded_at: datetime
    generation: int
    stale: bool


def current_feed() -> FeedState:
    """The state of the feed, in one query.

    Raises:
        ExchangeUnavailable: the exchange database does not answer.
        NoDelivery: nothing has been loaded yet (a kind of ExchangeUnavailable).
    """
    try:
        feed = Feed.objects.visible().only("as_of", "loaded_at", "generation").first()
    except (DatabaseError, InterfaceError) as error:
        raise ExchangeUnavailable from error
    if feed is None:
        raise NoDelivery
    as_of = feed.as_of or feed.loaded_at
    limit = timedelta(hours=settings.EXCHANGE_FRESHNESS_HOURS)
    return FeedState(
        as_of=as_of,
        loaded_at=feed.loaded_at,
        generation=feed.generation,
        stale=timezone.now() - as_of > limit,
    )


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
