"""Reminders of the schedule, and a report of a missed collection."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selfservice.contracts.reminders.models import DayOfReminder
from selfservice.zones.portal.forms import choices_of

HOURS = [(hour, f"{hour}:00") for hour in range(24)]


class ReminderForm(forms.Form):
    """At which hour, on which day."""

    days_before = forms.TypedChoiceField(label=_("When"), choices=DayOfReminder.choices, coerce=int)
    hour = forms.TypedChoiceField(label=_("Hour"), choices=HOURS, coerce=int)


class MissedForm(forms.Form):
    """Where it was, if the visit goes to several places of the account, and what else the office should know.

    Parameters:
        points: (number, words) of the places that the visit goes to.
    """

    point_no = forms.ChoiceField(label=_("Which place"), required=False)
    text = forms.CharField(
        label=_("What else should we know?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, points: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = points
        if len(points) > 1:
            choices_of(self.fields["point_no"], [("", _("all of these")), *points])
        else:
            del self.fields["point_no"]

    @property
    def chosen_point(self) -> str:
        """Number of the place; "" for all of several."""
        if len(self.points) == 1:
            return self.points[0][0]
        return str(self.cleaned_data.get("point_no", ""))
