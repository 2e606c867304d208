"""Work at a meter: days on which somebody could come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from selfservice.tickets.deadlines import is_day_off
from selfservice.tickets.rules.base import Rule, day_problem


class MeterWork(Rule):
    """The proposed days are different working days of the coming months; the meter is the account's."""

    answers_suffice = True

    def shape(self, fields: dict[str, forms.Field]) -> None:
        """A meter to choose."""
        self.offer_meters(fields)

    def problems(self, typed: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Days on which nobody comes, or that were proposed before."""
        proposed: set[date] = set()
        for name, day in typed.items():
            if not isinstance(day, date):
                continue
            if text := day_problem(day):
                yield name, text
            elif is_day_off(day):
                yield name, _("Nobody works on this day. Choose a working day.")
            elif day in proposed:
                yield name, _("You have proposed this day already. Choose another one.")
            proposed.add(day)
