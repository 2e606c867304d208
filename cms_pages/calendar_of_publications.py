"""What goes live and what ends in a month: pages, and versions of document templates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry

from cms_pages.least_rights import pages_of
from cms_pages.words import weekday_in_words
from documents.models import DocumentTemplate, DocumentVersion
from documents.pick_lists import RIGHTS
from ebok.core.periods import from_local
from ebok.core.windows import office_zone


@dataclass(frozen=True, slots=True)
class Event:
    """One go-live or end. `state` says in words how certain it is."""

    at: datetime
    goes_live: bool
    title: str
    kind: str
    url: str
    state: str

    @property
    def day(self) -> str:
        """`poniedziałek, 23 listopada 2026`, on the office's clock."""
        return weekday_in_words(self.at.astimezone(office_zone()).date())


def events_of_month(first: date, *, user: Any) -> list[Event]:
    """Events of the month that begins on `first`, in order of time.

    Parameters:
        user: of the CMS; what he has no right to see is left out.
    """
    after, before = _bounds(first)
    pages = pages_of(user)
    found = [*_page_starts(pages, after, before), *_page_ends(pages, after, before)]
    if policy_registry.get_by_type(DocumentTemplate).user_has_any_permission(user, RIGHTS):
        found += _version_events(after, before)
    return sorted(found, key=lambda event: event.at)


def month_after(first: date) -> date:
    """The first day of the next month."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def month_before(first: date) -> date:
    """The first day of the month before."""
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)


def _bounds(first: date) -> tuple[datetime, datetime]:
    return (
        from_local(datetime.combine(first, time())),
        from_local(datetime.combine(month_after(first), time())),
    )


def _page_starts(pages: Any, after: datetime, before: datetime) -> Iterator[Event]:
    approved = Revision.objects.page_revisions().filter(
        approved_go_live_at__gte=after, approved_go_live_at__lt=before
    )
    scheduled = {int(revision.object_id): revision.approved_go_live_at for revision in approved}
    for page in pages.filter(pk__in=scheduled).select_related("content_type"):
        yield _event(page, scheduled[page.pk], goes_live=True, state=_("scheduled"))
    others = pages.filter(go_live_at__gte=after, go_live_at__lt=before).exclude(pk__in=scheduled)
    for page in others.select_related("content_type"):
        state = _("went live") if page.live or page.expired else _("draft, not approved yet")
        yield _event(page, page.go_live_at, goes_live=True, state=state)


def _page_ends(pages: Any, after: datetime, before: datetime) -> Iterator[Event]:
    ending = pages.filter(expire_at__gte=after, expire_at__lt=before)
    approved = Revision.objects.page_revisions().filter(approved_go_live_at__isnull=False)
    waiting = {int(pk) for pk in approved.values_list("object_id", flat=True)}
    for page in ending.select_related("content_type"):
        certain = page.live or page.pk in waiting
        state = _("ended") if page.expired else _("scheduled") if certain else _("draft, not approved yet")
        yield _event(page, page.expire_at, goes_live=False, state=state)


def _event(page: Page, at: datetime, *, goes_live: bool, state: str) -> Event:
    return Event(
        at=at,
        goes_live=goes_live,
        title=page.get_admin_display_title(),
        kind=str(page.page_type_display_name),
        url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        state=state,
    )


def _version_events(after: datetime, before: datetime) -> Iterator[Event]:
    editor = DocumentTemplate.snippet_viewset.get_url_name("edit")
    for column, goes_live in (("go_live_at", True), ("expire_at", False)):
        window = {f"{column}__gte": after, f"{column}__lt": before}
        for version in DocumentVersion.objects.filter(**window).select_related("template"):
            yield Event(
                at=getattr(version, column),
                goes_live=goes_live,
                title=str(version),
                kind=str(version._meta.verbose_name),
                url=reverse(editor, args=[version.template_id]),
                state=_("by itself") if version.template.live else _("draft, not approved yet"),
            )
