"""When public content changes next by the clock alone: go-lives, ends, starts of interruptions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import F
from wagtail.models import Page, Revision

from cms_pages import generation
from cms_pages.models.announcements import AnnouncementPage
from documents.models import DocumentVersion
from ebok.core.periods import from_local
from ebok.core.windows import office_zone

NEXT = 50


def next_change_at(*, after: datetime) -> datetime:
    """The first instant after `after` at which a public page may look different.

    Midnight in Warsaw counts: words such as "today" change then. The coming instants are read once a
    content generation.
    """
    moments = generation.known("changes", lambda: coming_changes(after=after))
    later = [moment for moment in moments if moment > after]
    if not later and moments:  # all of them have passed within one generation
        later = coming_changes(after=after)
    return min([*later, _next_midnight(after)])


def coming_changes(*, after: datetime) -> list[datetime]:
    """The next 50 instants, in order, at which content appears, ends or changes its state. One query."""
    columns = [_column(rows, name, after) for rows, name in _columns()]
    union = columns[0].union(*columns[1:]).order_by("at")
    return [row["at"] for row in union[:NEXT]]


def _columns() -> Iterable[tuple[Any, str]]:
    live_pages = Page.objects.filter(live=True)
    live_announcements = AnnouncementPage.objects.filter(live=True)
    return [
        (live_pages, "expire_at"),
        (live_pages, "go_live_at"),
        (Revision.objects.all(), "approved_go_live_at"),
        (live_announcements, "starts_at"),
        (live_announcements, "expected_end_at"),
        (live_announcements, "resolved_at"),
        (DocumentVersion.objects.all(), "go_live_at"),
        (DocumentVersion.objects.all(), "expire_at"),
    ]


def _column(rows: Any, name: str, after: datetime) -> Any:
    return rows.filter(**{f"{name}__gt": after}).order_by().values(at=F(name))


def _next_midnight(instant: datetime) -> datetime:
    tomorrow = instant.astimezone(office_zone()).date() + timedelta(days=1)
    return from_local(datetime.combine(tomorrow, time()))
