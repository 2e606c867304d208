"""Calendars: what RFC 5545 asks for, whatever the text."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from ebok.core.icalendar import DayEvent, calendar, escaped, folded

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def written(**facts: object) -> str:
    event = DayEvent(uid="u@host", day=date(2026, 12, 31), summary="Odbiór; papier, szkło", **facts)
    return calendar(name="Terminy", product="due dates", events=[event], at=AT)


def test_a_whole_day_ends_on_the_next_one() -> None:
    text = written()
    assert "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n" in text
    assert "SUMMARY:Odbiór\\; papier\\, szkło\r\n" in text
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")


def test_a_cancelled_day_stays_and_says_so() -> None:
    assert "STATUS:CANCELLED" in written(cancelled=True) and "STATUS:CONFIRMED" in written()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_no_text_breaks_out_of_its_line(text: str) -> None:
    made = folded(f"SUMMARY:{escaped(text)}")
    assert "\n" not in made.replace("\r\n ", "") and "\r" not in made.replace("\r\n ", "")
    assert all(len(line.encode()) <= 75 for line in made.split("\r\n"))
