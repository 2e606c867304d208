"""Times as editors and readers say them, in Europe/Warsaw."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ebok.core.periods import day_in_words


def office_zone() -> ZoneInfo:
    """The clock on the office's wall."""
    return ZoneInfo(settings.TIME_ZONE)


def first_instant(wall: datetime) -> datetime:
    """The first instant at which clocks in Warsaw show `wall` or later, in UTC.

    A time that comes twice (2026-10-25 02:30) means its first coming; one that never comes
    (2027-03-28 02:30) means the moment the clocks jump over it. So nothing starts early, and
    nothing that ends lasts longer than the clock said.

    Parameters:
        wall: a naive date and time.
    """
    zone = office_zone()
    early = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if early.astimezone(zone).replace(tzinfo=None) == wall:
        return early
    # In a gap fold=1 reckons with the offset after the jump and so lands before it, by the length of
    # what is missing; the jump itself lies at the full hour in between.
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _jump_between(before, early, zone)


def _jump_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def moment_in_words(instant: datetime) -> str:
    """`środa, 25 listopada 2026, godz. 8:00` or `Wednesday 25 November 2026 at 8:00`.

    On the night the clocks go back the repeated hour also says which of the two is meant.
    """
    local = instant.astimezone(office_zone())
    english = (translation.get_language() or "pl").startswith("en")
    pattern = "EEEE d MMMM y 'at' H:mm" if english else "EEEE, d MMMM y, 'godz.' H:mm"
    words = format_datetime(
        local.replace(tzinfo=None), format=pattern, locale="en_GB" if english else "pl_PL"
    )
    return f"{words} ({_which(local)})" if _comes_twice(local) else words


def weekday_in_words(day: date) -> str:
    """`poniedziałek, 23 listopada 2026` or `Monday 23 November 2026`."""
    english = (translation.get_language() or "pl").startswith("en")
    pattern, locale = ("EEEE d MMMM y", "en_GB") if english else ("EEEE, d MMMM y", "pl_PL")
    return format_date(day, format=pattern, locale=locale)


def _comes_twice(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _which(local: datetime) -> str:
    return _("the second time, winter time") if local.fold else _("the first time, summer time")


def window_in_words(*, go_live_at: datetime | None, expire_at: datetime | None) -> list[str]:
    """Sentences on a publication window: what will happen when, or what has happened."""
    now = timezone.now()
    sentences = []
    if go_live_at:
        template = _("Goes live on %(moment)s.") if go_live_at > now else _("Went live on %(moment)s.")
        sentences.append(template % {"moment": moment_in_words(go_live_at)})
    if expire_at:
        template = _("Ends on %(moment)s.") if expire_at > now else _("Ended on %(moment)s.")
        sentences.append(template % {"moment": moment_in_words(expire_at)})
    return sentences


def soon_in_words(instant: datetime) -> str:
    """`dziś, 18:30`, `jutro, 8:00`, otherwise the day and the time; for residents in a hurry."""
    local = instant.astimezone(office_zone())
    days = (local.date() - timezone.now().astimezone(office_zone()).date()).days
    day = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}.get(days) or day_in_words(local.date())
    return f"{day}, {local.hour}:{local.minute:02}"
