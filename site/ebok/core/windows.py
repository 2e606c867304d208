"""Moments and publication windows as editors say them, on the office's clock."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _


def office_zone() -> ZoneInfo:
    """The clock on the office's wall."""
    return ZoneInfo(settings.TIME_ZONE)


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
