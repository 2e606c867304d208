"""Wrong codes: who hears of them. Right codes in between hide nothing: a day is counted in the event log."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from ebok.audit.models import AuditEntry
from ebok.audit.services import record
from ebok.core.alarms import raise_alarm
from selfservice.identity import letters
from selfservice.identity.second_factor.models.base import ThrottledDevice

# Whoever comes this far knows the password and guesses codes: the owner and the office hear of it.
SUSPICIOUS_FAILURES = 10
FAILED = "second_factor.failed"
GUESSING = "second_factor.guessing"
DAY = timedelta(days=1)


def note(device: ThrottledDevice) -> None:
    """Record a wrong code; tell of many in a row, and of many within a day, of one person or of all."""
    user_id, most = device.user_id, settings.SECOND_FACTOR_FAILURES_A_DAY
    record(action=FAILED, object_type="user", object_id=str(user_id))
    if device.throttling_failure_count == SUSPICIOUS_FAILURES:
        _tell(user_id, key=device.throttling_failure_timestamp.isoformat())
    of_day = AuditEntry.objects.filter(action=FAILED, at__gt=timezone.now() - DAY)
    if _are(of_day.filter(object_type="user", object_id=str(user_id)), most=most["person"]):
        _tell(user_id, key=timezone.localdate().isoformat())
    if _are(of_day, most=most["site"]):
        raise_alarm(code=GUESSING, key="everybody")


def _are(failures: QuerySet[AuditEntry], *, most: int) -> bool:
    """Are there so many? Never looks at more."""
    return failures.order_by()[:most].count() >= most


def _tell(user_id: int, *, key: str) -> None:
    raise_alarm(code=GUESSING, key=str(user_id))
    letters.post(letter=GUESSING, user_id=user_id, key=f"{user_id}:{key}")
