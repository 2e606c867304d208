"""Meters in words, and the field that chooses one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as now_text
from django.utils.translation import gettext_lazy as _

from ebok.core.periods import day_in_short
from selfservice.exchange.models import Meter
from selfservice.metering.words import kind_of_meter
from selfservice.zones.portal.forms import choices_of
from selfservice.zones.portal.presenters import street_line


class MeterForm(forms.Form):
    """Which meter installation to show."""

    meter = forms.ChoiceField(label=_("Meter"), required=False)

    def __init__(self, *args: Any, meters: list[Meter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self.fields["meter"], [(meter.pk, meter_label(meter)) for meter in meters])


def meter_label(meter: Meter) -> str:
    """`WM01000003, cold water, ul. Lipowa 12/3 (until 15 Oct 2026)`."""
    words = [meter.meter_no, kind_of_meter(meter).lower(), street_line(meter.point)]
    if meter.parent_installation_id:
        words.insert(1, now_text("sub-meter"))
    label = ", ".join(word for word in words if word)
    if meter.removed_on is None:
        return label
    return now_text("%(meter)s (until %(day)s)") % {"meter": label, "day": day_in_short(meter.removed_on)}
