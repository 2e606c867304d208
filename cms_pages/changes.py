"""When public content changes next by the clock alone: go-lives, ends, starts of interruptions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta

from django.core.cache import caches
from django.db.models import Min
from django.utils import timezone
from wagtail.models import Page, Revision

from cms_pages import generation
from cms_pages.models.announcements import AnnouncementPage
from cms_pages.words import first_instant, office_zone

Source = Callable[[datetime], Iterable[datetime | None]]
_sources: list[Source] = []


def changes_by_clock(source: Source) -> Source:
    """Decorator: `source` gives instants after a given one at which public content changes by itself."""
    _sources.append(source)
    return source


def next_change_at(*, after: datetime | None = None) -> datetime | None:
    """The first instant after `after` (now by default) at which a public page may look different.

    Worked out once a content generation, and again when that instant has passed.
    """
    instant = after or timezone.now()
    key = f"next-change:{generation.current()}"
    known: datetime | None = caches["pages"].get(key)
    if known is None or known <= instant:
        known = _work_out(instant)
        caches["pages"].set(key, known, timeout=3600)
    return known


def _work_out(instant: datetime) -> datetime:
    moments = [moment for source in _sources for moment in source(instant) if moment]
    return min([*moments, _next_midnight(instant)])


def _next_midnight(instant: datetime) -> datetime:
    """Words such as "today" change then."""
    tomorrow = instant.astimezone(office_zone()).date() + timedelta(days=1)
    return first_instant(datetime.combine(tomorrow, time()))


@changes_by_clock
def _pages(after: datetime) -> Iterable[datetime | None]:
    ends = Page.objects.filter(live=True, expire_at__gt=after).aggregate(at=Min("expire_at"))
    starts = Revision.objects.filter(approved_go_live_at__gt=after).aggregate(at=Min("approved_go_live_at"))
    late = Page.objects.filter(live=True, go_live_at__gt=after).aggregate(at=Min("go_live_at"))
    return ends["at"], starts["at"], late["at"]


@changes_by_clock
def _interruptions(after: datetime) -> Iterable[datetime | None]:
    live = AnnouncementPage.objects.filter(live=True)
    return [
        live.filter(**{f"{name}__gt": after}).aggregate(at=Min(name))["at"]
        for name in ("starts_at", "expected_end_at", "resolved_at")
    ]
