"""Planned works as a calendar (RFC 5545)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpResponse

from cms_pages.feeds import entry_id
from cms_pages.models.announcements import AnnouncementIndexPage, AnnouncementPage
from cms_pages.models.choices import Kind
from cms_pages.queries import office_settings
from cms_pages.site_address import host_and_port
from ebok.core.icalendar import MEDIA_TYPE, escaped, folded, stamp

MOST = 200


def planned_works(index: AnnouncementIndexPage) -> HttpResponse:
    """Planned interruptions that are not over, as a calendar to subscribe to."""
    pages = AnnouncementPage.objects.public().child_of(index).of_kinds(Kind.PLANNED_OUTAGE).not_archived()
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//eBOK//planned works//PL",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(f'{office_settings().name}: {index.title}')}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ]
    for page in pages.filter(starts_at__isnull=False).order_by("starts_at").with_places()[:MOST]:
        lines += _event(page)
    lines.append("END:VCALENDAR")
    body = "".join(f"{folded(line)}\r\n" for line in lines)
    return HttpResponse(body, content_type=MEDIA_TYPE)


def _event(page: AnnouncementPage) -> list[str]:
    host, _port = host_and_port()
    end = [f"DTEND:{_stamp(page.expected_end_at)}"] if page.expected_end_at else []
    return [
        "BEGIN:VEVENT",
        f"UID:{entry_id(host, page).replace(':', '-').replace(',', '-')}@{host}",
        f"DTSTAMP:{_stamp(page.last_published_at)}",
        f"DTSTART:{_stamp(page.starts_at)}",
        *end,
        f"SUMMARY:{escaped(page.title)}",
        f"DESCRIPTION:{escaped(page.lead)}",
        f"LOCATION:{escaped(page.places)}",
        f"URL:{settings.SITE_URL}{page.url}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _stamp(instant: datetime | None) -> str:
    if instant is None:
        raise ValueError("A published, planned interruption has a time of publication and a start")
    return stamp(instant)
