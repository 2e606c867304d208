"""Setting reminders, and asking for those that are due."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from cms_pages import modules
from ebok.audit.services import record
from ebok.outbox.services import enqueue
from selfservice.access.models import AccountAccess
from selfservice.contracts.reminders.models import CollectionReminder
from selfservice.identity.roles import role_of

if TYPE_CHECKING:
    from selfservice.identity.models import User

REMIND = "collection_reminders.send"


@transaction.atomic
def set_reminder(*, user: User, access: AccountAccess, hour: int, days_before: int) -> CollectionReminder:
    """Be reminded of collections at this full hour (0 to 23, Europe/Warsaw), so many days before (0 or 1).

    Raises:
        django.db.IntegrityError: an hour or a day that the database refuses.
    """
    reminder, _fresh = CollectionReminder.objects.update_or_create(
        user=user, account_no=access.account_no, defaults={"hour": hour, "days_before": days_before}
    )
    _record(user, access.account_no, {"hour": hour, "days_before": days_before})
    return reminder


@transaction.atomic
def end_reminder(*, user: User, access: AccountAccess) -> bool:
    """No reminders any more; False when there were none."""
    ended, _by_model = CollectionReminder.objects.filter(user=user, account_no=access.account_no).delete()
    if ended:
        _record(user, access.account_no, {"hour": None})
    return bool(ended)


def reminder_of(*, user: User, account_no: str) -> CollectionReminder | None:
    """What a user has set for one account."""
    return CollectionReminder.objects.filter(user=user, account_no=account_no).first()


def ask_for_due(*, at: datetime) -> int:
    """Ask the outbox for every reminder whose hour has begun by the instant `at`; returns how many.

    The key of each names its day, so asking again, or two schedulers at once, sends nothing twice. It
    looks back an hour: a scheduler that was silent at the full hour makes up for it.
    """
    if not modules.enabled("schedule"):
        return 0
    asked = 0
    for local in (timezone.localtime(at), timezone.localtime(at - timedelta(hours=1))):
        for reminder in CollectionReminder.objects.filter(hour=local.hour).iterator():
            day = local.date() + timedelta(days=reminder.days_before)
            payload = {"reminder": reminder.pk, "day": day.isoformat()}
            with transaction.atomic():
                enqueue(kind=REMIND, key=f"{reminder.pk}:{day}", payload=payload)
            asked += 1
    return asked


def _record(user: User, account_no: str, details: dict[str, object]) -> None:
    record(
        action="reminders.changed",
        actor=user,
        actor_role=role_of(user),
        object_type="reminder",
        account_no=account_no,
        details=details,
    )
