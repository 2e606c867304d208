"""Questions about announcements."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias

from django.db.models import Case, Q, When
from django.utils import timezone
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from cms_pages import visibility
from cms_pages.models.choices import INTERRUPTIONS, Audience, Kind
from ebok.core.periods import from_local

ARCHIVE_AFTER = timedelta(days=180)
Narrowed: TypeAlias = Any  # an AnnouncementQuerySet; Wagtail ships no types to say so


class AnnouncementQuerySet(PageQuerySet):
    """Announcements, narrowed step by step."""

    def for_audiences(self, *audiences: Audience) -> Narrowed:
        """Published now, inside the window, and meant for one of these audiences."""
        return visibility.unrestricted(self.filter(visibility.window_q(), audience__in=audiences))

    def public(self) -> Narrowed:
        """What the public site shows."""
        return self.for_audiences(Audience.PUBLIC)

    def newest_first(self) -> Narrowed:
        return self.order_by("-first_published_at", "-pk")

    def urgent_first(self) -> Narrowed:
        """Interruptions that last now, then those to come, then all others; each the newest first."""
        now = timezone.now()
        open_ones = Q(kind__in=INTERRUPTIONS) & ~_over_q(now)
        urgency = Case(
            When(open_ones & Q(starts_at__lte=now), then=0),
            When(open_ones & Q(starts_at__gt=now), then=1),
            default=2,
        )
        return self.annotate(urgency=urgency).order_by("urgency", "-first_published_at", "-pk")

    def of_kinds(self, *kinds: str) -> Narrowed:
        return self.filter(kind__in=kinds)

    def in_areas(self, area_codes: Collection[str]) -> Narrowed:
        """That name at least one of these supply areas."""
        return self.filter(areas__area_code__in=list(area_codes)).distinct()

    def published_between(self, first: date | None, last: date | None) -> Narrowed:
        """First published on these days (both included), as days go in Warsaw."""
        found = self
        if first:
            found = found.filter(first_published_at__gte=_midnight(first))
        if last:
            found = found.filter(first_published_at__lt=_midnight(last + timedelta(days=1)))
        return found

    def current_interruptions(self) -> Narrowed:
        """Outages and planned interruptions that last now; the soonest expected end first."""
        now = timezone.now()
        started = self.of_kinds(*INTERRUPTIONS).filter(starts_at__lte=now).exclude(_over_q(now))
        return started.order_by("expected_end_at", "-starts_at")

    def coming_interruptions(self) -> Narrowed:
        """Those that start later than now; the next one first."""
        now = timezone.now()
        return (
            self.of_kinds(*INTERRUPTIONS)
            .filter(starts_at__gt=now)
            .exclude(_over_q(now))
            .order_by("starts_at")
        )

    def archived(self) -> Narrowed:
        """Interruptions that are over, and other announcements older than half a year."""
        return self.filter(_archived_q(timezone.now()))

    def not_archived(self) -> Narrowed:
        return self.exclude(_archived_q(timezone.now()))

    def with_places(self) -> Narrowed:
        """Loads areas, streets and updates along: a list costs the same for 1 and for 100."""
        return self.prefetch_related("areas", "streets", "updates")


def _over_q(now: datetime) -> Q:
    planned_over = Q(kind=Kind.PLANNED_OUTAGE, expected_end_at__isnull=False, expected_end_at__lte=now)
    return Q(resolved_at__isnull=False, resolved_at__lte=now) | planned_over


def _archived_q(now: datetime) -> Q:
    old = Q(first_published_at__isnull=False, first_published_at__lt=now - ARCHIVE_AFTER)
    return Q(kind__in=INTERRUPTIONS) & _over_q(now) | (~Q(kind__in=INTERRUPTIONS) & old)


def _midnight(day: date) -> datetime:
    return from_local(datetime.combine(day, time()))


AnnouncementManager: Any = PageManager.from_queryset(AnnouncementQuerySet)
