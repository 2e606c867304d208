"""Questions on deliveries of billing data, for the people who look after them."""

from __future__ import annotations

from selfservice.access.scope import exchange_answers
from selfservice.exchange.models import Feed

HEAVY = ("report", "contents")


@exchange_answers()
def latest_deliveries(*, limit: int) -> list[Feed]:
    """The latest deliveries of any state, without their reports.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    return list(Feed.objects.defer(*HEAVY).order_by("-loaded_at", "-id")[:limit])


@exchange_answers()
def find_delivery(*, pk: int) -> Feed | None:
    """One delivery with its report, or None.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    return Feed.objects.filter(pk=pk).first()
