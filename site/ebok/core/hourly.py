"""What may be done only so often in an hour, counted in a table that all workers share.

A cache cannot count: Django's table of a cache adds in two steps, so that rivals lose each other's counts,
and forgets after five minutes.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ebok.core.models import HourlyCount

SALT = "ebok.hourly"
SECONDS = 3600


def within(*, what: str, subject: str, most: int, by: int = 1) -> bool:
    """Count `by` more of this clock hour, unless that would be more than `most`; False when it would.

    Parameters:
        what: namespaced name of what is limited ("guest.tickets").
        subject: who does it: a user, a client's neighbourhood. Only its keyed hash is kept.
        most: how many an hour.
        by: how many at once.
    """
    if by > most:
        return False
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    digest = salted_hmac(f"{SALT}.{what}", subject, algorithm="sha256").hexdigest()
    row, fresh = HourlyCount.objects.get_or_create(
        what=what, subject=digest, hour=hour, defaults={"count": by}
    )
    if fresh:
        return True
    # One statement, so rivals at the same moment get no more than one after another would.
    room = HourlyCount.objects.filter(pk=row.pk, count__lte=most - by)
    return bool(room.update(count=F("count") + by))


def tidy() -> int:
    """Delete counts of hours that are over; returns how many."""
    over = timezone.now() - timedelta(seconds=SECONDS)
    return HourlyCount.objects.filter(hour__lte=over).delete()[0]
