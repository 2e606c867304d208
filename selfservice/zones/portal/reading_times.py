"""Whether readings are taken now, in a sentence or two for the dashboard."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms_pages import modules
from cms_pages.reading_windows import Windows, windows_for
from ebok.core.periods import day_in_words
from selfservice.exchange.models import ServicePoint

METERED = (
    ServicePoint.Service.WATER,
    ServicePoint.Service.HEAT,
    ServicePoint.Service.GAS,
    ServicePoint.Service.POWER,
)
MAIN: dict[str, Promise] = {
    "always": _("You can send a reading now."),
    "until": _("You can send a reading now, until %(day)s."),
    "from": _("The next time to send a reading begins on %(day)s."),
    "never": _("The office reads your meters itself."),
}
SUBS: dict[str, Promise] = {
    "always": _("Sub-meters are read at any time."),
    "until": _("Sub-meters are read now, until %(day)s."),
    "from": _("Sub-meters are read from %(day)s."),
    "never": _("The office reads your sub-meters itself."),
}


def reading_times(*, services: Collection[str], sub_metered: Collection[str], on: date) -> str:
    """When readings are taken; a sentence of their own for sub-meters that follow windows of their own.

    Parameters:
        services: what is supplied; without a metered one there is nothing to say.
        sub_metered: services with a sub-meter in place.
    """
    if not modules.enabled("readings"):
        return ""
    main = _windows(services, sub_meter=False)
    if not main:
        return ""
    subs = [windows for windows in _windows(sub_metered, sub_meter=True) if windows not in main]
    return " ".join([_text(main, on, words=MAIN), *([_text(subs, on, words=SUBS)] if subs else [])])


def _windows(services: Collection[str], *, sub_meter: bool) -> list[Windows]:
    return [windows_for(service=service, sub_meter=sub_meter) for service in METERED if service in services]


def _text(windows: list[Windows], on: date, *, words: dict[str, Promise]) -> str:
    """One sentence of a set: on the window that is open, or on the first one that opens."""
    for one in windows:
        if one.is_open(on):
            until = one.open_until(on)
            return str(words["until"]) % {"day": day_in_words(until)} if until else str(words["always"])
    opening = min((day for one in windows if (day := one.opens_on(on))), default=None)
    return str(words["from"]) % {"day": day_in_words(opening)} if opening else str(words["never"])
