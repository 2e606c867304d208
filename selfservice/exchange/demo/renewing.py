"""The billing system of a demonstration: it delivers once at first, and every day as a real one would."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from selfservice.exchange.demo.supplier import SUPPLIER, write_delivery
from selfservice.exchange.loading.delivery import Outcome
from selfservice.exchange.models import Feed
from selfservice.exchange.permission import require_managed
from selfservice.exchange.services import load_delivery

MOST_AGE = timedelta(hours=20)
"""Younger than the strictest usual budget, so that a demonstration is never shown as stale."""


def first_demo_town() -> Outcome | None:
    """Load the demo town into an exchange where nothing stands yet; None when something does.

    Raises:
        DeliveryRejected, LoadRunning, SupplierFills, OSError: as `load_delivery`; nothing is visible then.
    """
    if Feed.objects.visible().exists():
        return None
    return _deliver(as_of=timezone.localtime().replace(microsecond=0), generation=1)


def renew_demo_town() -> Outcome | None:
    """Load the demo town as of now when its figures are older than `MOST_AGE`; None when they are not.

    An exchange that another supplier has filled is left alone.

    Raises:
        DeliveryRejected, LoadRunning, SupplierFills, OSError: as `load_delivery`; the older figures stay.
    """
    feed = Feed.objects.visible().first()
    now = timezone.localtime().replace(microsecond=0)
    if feed is None or feed.supplier != SUPPLIER or feed.as_of is None or now - feed.as_of < MOST_AGE:
        return None
    return _deliver(as_of=now, generation=feed.generation + 1)


def _deliver(*, as_of: datetime, generation: int) -> Outcome:
    require_managed()
    folder = Path(settings.VAR_DIR, "demo", "delivery")
    shutil.rmtree(folder, ignore_errors=True)
    write_delivery(
        folder=folder,
        accounts=settings.DEMO_ACCOUNTS,
        seed=settings.DEMO_SEED,
        as_of=as_of,
        generation=generation,
    )
    return load_delivery(path=folder)
