"""Calendars that other programs subscribe to (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MEDIA_TYPE = "text/calendar; charset=utf-8"
FOLD_AT = 75  # octets of a content line, section 3.1


@dataclass(frozen=True, slots=True)
class DayEvent:
    """Something on a whole day.

    Parameters:
        uid: the same as long as the thing is the same, also when its day moves.
        sequence: grows whenever anything of it may have changed (section 3.8.7.4).
        url: where it is shown, or empty.
        cancelled: it stays in calendars, crossed out.
    """

    uid: str
    day: date
    summary: str
    description: str = ""
    url: str = ""
    sequence: int = 0
    cancelled: bool = False


def calendar(*, name: str, product: str, events: Iterable[DayEvent], at: datetime) -> str:
    """A calendar of whole days; asked for again every twelve hours.

    Parameters:
        name: what programs call it.
        product: which of our calendars it is, for PRODID.
        at: the instant to which its content holds.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//eBOK//{product}//PL",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
    ]
    for event in events:
        lines += _day_event(event, at=at)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def stamp(instant: datetime) -> str:
    """`20261121T130500Z`."""
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """Text of a calendar value: backslash, semicolon, comma and line ends escaped; no control characters."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "")
    return "".join(sign for sign in text if sign == "\t" or ord(sign) >= 32)


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


def _day_event(event: DayEvent, *, at: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{stamp(at)}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(event.summary)}",
        *([f"DESCRIPTION:{escaped(event.description)}"] if event.description else []),
        *([f"URL:{event.url}"] if event.url else []),
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
