"""How the feed is, for the health page."""

from __future__ import annotations

from django.utils import timezone

from ebok.core.health import ProbeResult, probe
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.queries import current_feed


@probe("feed")
def feed_is_fresh() -> ProbeResult:
    """The billing data are young enough; `seconds` is their age."""
    try:
        feed = current_feed()
    except ExchangeUnavailable as error:
        return ProbeResult(ok=False, detail=type(error).__name__)
    age = (timezone.now() - feed.as_of).total_seconds()
    return ProbeResult(ok=not feed.stale, detail="stale" if feed.stale else "fresh", seconds=round(age))
