""" "It is known, tell me when it is over": one press instead of a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from cms_pages.models import AnnouncementPage
from cms_pages.visibility import window_q
from selfservice.tickets import mails
from selfservice.tickets.models import OutageSubscription

if TYPE_CHECKING:
    from selfservice.identity.models import User


def await_end(*, user: User, announcement: AnnouncementPage) -> OutageSubscription:
    """Tell this user when the announced interruption is over; asking twice changes nothing."""
    row, _fresh = OutageSubscription.objects.get_or_create(
        user=user,
        announcement_id=announcement.pk,
        defaults={"title": announcement.title[:255], "created_at": timezone.now()},
    )
    return row


@transaction.atomic
def announce_ends() -> int:
    """Post a mail to everybody whose awaited interruption is over by now; returns how many."""
    waiting = OutageSubscription.objects.filter(told_at__isnull=True)
    awaited = set(waiting.values_list("announcement_id", flat=True).distinct())
    if not awaited:
        return 0
    over = awaited - _still_on(awaited)
    rows = list(waiting.filter(announcement_id__in=over).select_for_update())
    for row in rows:
        row.told_at = timezone.now()
        row.save(update_fields=["told_at"])
        mails.post_end_of_outage(subscription=row)
    return len(rows)


def _still_on(pks: set[int]) -> set[int]:
    """Announcements that are still published and not resolved."""
    now = timezone.now()
    pages = AnnouncementPage.objects.filter(window_q(now), pk__in=pks)
    return {page.pk for page in pages if page.state_at(now) != "resolved"}
