"""Time as people here count it: instants in UTC, days and words in Europe/Warsaw."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from babel.dates import format_date, format_datetime
from django.utils import timezone, translation

# The locative, which the locale data do not hold.
_IN_MONTHS = (
    *("styczniu", "lutym", "marcu", "kwietniu", "maju", "czerwcu"),
    *("lipcu", "sierpniu", "wrześniu", "październiku", "listopadzie", "grudniu"),
)


def _language(language: str | None) -> str:
    return "en_GB" if (language or translation.get_language() or "pl").startswith("en") else "pl_PL"


@lru_cache(maxsize=4096)
def _words(day: date, pattern: str, locale: str) -> str:
    return format_date(day, format=pattern, locale=locale)


def day_in_words(day: date, *, language: str | None = None) -> str:
    """`21 listopada 2026` or `21 November 2026`."""
    return _words(day, "d MMMM y", _language(language))


def day_in_short(day: date, *, language: str | None = None) -> str:
    """`21 lis 2026` or `21 Nov 2026`, for tables."""
    words = _words(day, "d MMM y", _language(language))
    # The Polish short name of May is the whole word, which must then stand in its case.
    return words.replace(" maj ", " maja ")


def month_in_words(day: date, *, language: str | None = None) -> str:
    """The month of a day: `listopad 2026` or `November 2026`."""
    return _words(day, "LLLL y", _language(language))


def month_in_short(day: date, *, language: str | None = None) -> str:
    """The month of a day without its year: `lis` or `Nov`, for axes."""
    return _words(day, "LLL", _language(language))


def within_month(day: date, *, language: str | None = None) -> str:
    """When, by the month of a day: `w listopadzie 2026` or `in November 2026`."""
    if _language(language).startswith("en"):
        return f"in {month_in_words(day, language=language)}"
    name = _IN_MONTHS[day.month - 1]
    return f"{'we' if name.startswith('wrz') else 'w'} {name} {day.year}"


def instant_in_words(instant: datetime, *, language: str | None = None) -> str:
    """`21 listopada 2026, 8:05` in Europe/Warsaw; hours without a leading zero, as on the whole site."""
    local = timezone.localtime(instant).replace(tzinfo=None)
    return format_datetime(local, format="d MMMM y, H:mm", locale=_language(language))


def today() -> date:
    """The calendar day in Europe/Warsaw."""
    return timezone.localdate()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """First instant of a day in Europe/Warsaw and of the next one, in UTC: 23, 24 or 25 hours apart."""
    return from_local(datetime.combine(day, time.min)), from_local(
        datetime.combine(day + timedelta(days=1), time.min)
    )


def from_local(local: datetime) -> datetime:
    """What a clock on the wall in Europe/Warsaw shows, as an instant in UTC.

    The hour that comes twice in autumn means its first time; a time that the clock jumps over in
    spring means the instant of the jump, so nothing starts early or is lost.

    Parameters:
        local: date and time without a zone.
    """
    zone = timezone.get_default_timezone()
    earlier = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if earlier.astimezone(zone).replace(tzinfo=None) == local:
        return earlier
    # In the gap, fold 0 reads with the offset before the jump and fold 1 with the one after it.
    later = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _jump_between(later, earlier, zone)


def _jump_between(start: datetime, end: datetime, zone: tzinfo) -> datetime:
    """The instant within (start, end] at which the clock was put forward, to the second."""
    before = start.astimezone(zone).utcoffset()
    while end - start > timedelta(seconds=1):
        middle = start + (end - start) / 2
        if middle.astimezone(zone).utcoffset() == before:
            start = middle
        else:
            end = middle
    return end.replace(microsecond=0)
