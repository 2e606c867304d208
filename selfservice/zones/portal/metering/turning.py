"""Which meters of many the form for readings shows, and what was typed for those on other pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from selfservice.access.models import AccountAccess
from selfservice.metering.errors import UnknownMeter
from selfservice.metering.meter_pages import MeterPage, meter_page

VALUE = "value-"
LONGEST = 64


@dataclass(frozen=True, slots=True)
class Turn:
    """The page of meters asked for.

    Parameters:
        words: what to look for. before, after: the place of the page, as `meter_page` takes them.
        is_move: asks only for other meters: nothing is checked yet.
    """

    words: str
    before: str
    after: str
    is_move: bool

    def page(self, access: AccountAccess) -> MeterPage:
        """The meters of this page.

        Raises:
            Http404: the place is none of this account. ExchangeUnavailable: the exchange does not answer.
        """
        try:
            return meter_page(access=access, words=self.words, before=self.before, after=self.after)
        except UnknownMeter as error:
            raise Http404("No such place in the list.") from error


def turn_of(request: HttpRequest, texts: Mapping[str, Any]) -> Turn:
    """Read it from a form or an address.

    Words that were changed lead to other meters whichever button was pressed: Enter in the field for
    them presses the same button as Enter in the state of a meter.
    """
    words, before, after = (_text(texts, name) for name in ("find", "before", "after"))
    if words != _text(texts, "found"):
        return Turn(words=words, before="", after="", is_move=True)
    if later := _text(texts, "turn_after"):
        return Turn(words=words, before="", after=later, is_move=True)
    if earlier := _text(texts, "turn_before"):
        return Turn(words=words, before=earlier, after="", is_move=True)
    return Turn(words=words, before=before, after=after, is_move=request.method != "POST")


def typed_numbers(texts: Mapping[str, Any]) -> list[str]:
    """Installations for which something was typed, on whatever page."""
    return [
        name.removeprefix(VALUE)
        for name, value in texts.items()
        if name.startswith(VALUE) and str(value).strip() and "\x00" not in name
    ]


def _text(texts: Mapping[str, Any], name: str) -> str:
    return str(texts.get(name, "")).replace("\x00", "").strip()[:LONGEST]
