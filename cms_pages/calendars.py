"""Planned works as a calendar (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpResponse

from cms_pages.feeds import entry_id
from cms_pages.models.announcements import AnnouncementIndexPage, AnnouncementPage
from cms_pages.models.choices import Kind
from cms_pages.queries import office_settings
from cms_pages.site_address import host_and_port

MOST = 200
FOLD_AT = 75  # octets of a content line, RFC 5545 section 3.1


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
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


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


def escaped(text: str) -> str:
    """Text of a calendar value: backslash, semicolon, comma and line ends escaped."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "")


def folded(line: str) -> str:
    """A content line broken every 75 octets, never inside a letter."""
    pieces, piece, room = [], "", FOLD_AT
    for letter in line:
        size = len(letter.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", FOLD_AT - 1
        piece += letter
        room -= size
    return "\r\n ".join([*pieces, piece])


def _stamp(instant: datetime | None) -> str:
    if instant is None:
        raise ValueError("A published, planned interruption has a time of publication and a start")
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
