"""Reminders of the schedule, and a report of a missed collection."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from selfservice.contracts.reminders.models import DayOfReminder

HOURS = [(hour, f"{hour}:00") for hour in range(24)]


class ReminderForm(forms.Form):
    """At which hour, on which day."""

    days_before = forms.TypedChoiceField(label=_("When"), choices=DayOfReminder.choices, coerce=int)
    hour = forms.TypedChoiceField(label=_("Hour"), choices=HOURS, coerce=int)


class MissedForm(forms.Form):
    """What else the office should know."""

    text = forms.CharField(
        label=_("What else should we know?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
