"""Atom feed of announcements."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.utils import feedgenerator
from django.utils.html import escape
from django.utils.translation import gettext as _

from cms_pages.models.announcements import AnnouncementIndexPage, AnnouncementPage
from cms_pages.queries import office_settings
from cms_pages.site_address import host_and_port

ENTRIES = 50
FOUNDED = "2026"  # part of every entry's id for ever: a tag URI (RFC 4151) needs a date of its authority


def atom(index: AnnouncementIndexPage) -> HttpResponse:
    """The newest announcements of a list that everybody may see, newest first (RFC 4287)."""
    host, _port = host_and_port()
    entries = AnnouncementPage.objects.public().child_of(index).select_related("locale").with_places()
    office = office_settings().name
    feed = feedgenerator.Atom1Feed(
        title=f"{office}: {index.title}",
        author_name=office,
        link=settings.SITE_URL + index.url,
        description=index.lead,
        language=index.locale.language_code,
        feed_url=settings.SITE_URL + index.url + index.reverse_subpage("feed"),
        feed_guid=entry_id(host, index),
    )
    for page in entries.newest_first()[:ENTRIES]:
        feed.add_item(
            title=page.title,
            author_name=office,
            link=settings.SITE_URL + page.url,
            description=_summary(page),
            unique_id=entry_id(host, page),
            pubdate=page.first_published_at,
            updateddate=page.last_update_at,
            categories=[page.kind],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def entry_id(host: str, page: AnnouncementPage | AnnouncementIndexPage) -> str:
    """An id that survives renaming and moving of the page: its translation key and language."""
    return f"tag:{host},{FOUNDED}:{page.translation_key}:{page.locale.language_code}"


def _summary(page: AnnouncementPage) -> str:
    """Plain words, written as the HTML that Django calls them in the feed."""
    places = _("Where: %(places)s.") % {"places": page.places} if page.places else ""
    return escape(" ".join(part for part in (page.lead, places) if part))
