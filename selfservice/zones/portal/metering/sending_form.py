"""The form that takes states of several meters, with fields named after the installations."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as now_text
from django.utils.translation import gettext_lazy as _

from documents.uploads.fields import SafeFileField
from documents.uploads.kinds import HEIC, JPEG, PNG, WEBP
from documents.uploads.rules import MEGABYTE, UploadRules
from ebok.core.periods import day_in_words, today
from ebok.core.quantities import format_quantity, unit_sign
from selfservice.metering.facts import MeterFacts
from selfservice.metering.state_field import StateField
from selfservice.zones.portal.metering.meters import meter_label
from selfservice.zones.portal.metering.turning import VALUE

PHOTO = UploadRules(kinds=(JPEG, PNG, WEBP, HEIC), largest=20 * MEGABYTE)


class ReadingsForm(forms.Form):
    """Day and states; a meter left empty is not sent.

    Parameters:
        meters: those of the page shown. others: those of other pages for which something was typed.
    """

    token = forms.CharField(widget=forms.HiddenInput, max_length=64)
    read_on = forms.DateField(
        label=_("Read on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self, *args: Any, meters: Sequence[MeterFacts], others: Sequence[MeterFacts] = (), **kwargs: Any
    ) -> None:
        fresh = {"token": get_random_string(22), "read_on": today()}
        kwargs["initial"] = {**fresh, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.shown, self.others = meters, others
        for facts in self.meters:
            self.fields[VALUE + facts.meter.pk] = StateField(
                label=f"{meter_label(facts.meter)} [{unit_sign(facts.meter.unit)}]",
                required=False,
                max_digits=18,
                decimal_places=6,
                help_text=_last_in_words(facts),
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )

    def clean(self) -> dict[str, Any]:
        """At least one state."""
        facts = super().clean() or {}
        if not self.errors and not self.values:
            raise forms.ValidationError(_("Type the state of at least one meter."))
        return facts

    @property
    def meters(self) -> list[MeterFacts]:
        """All meters that the form knows."""
        return [*self.shown, *self.others]

    @property
    def visible_states(self) -> list[forms.BoundField]:
        """Fields of the page shown, after those of other pages that need correcting."""
        wrong = [field for field in self._states(self.others) if field.errors]
        return [*wrong, *self._states(self.shown)]

    @property
    def carried_states(self) -> list[forms.BoundField]:
        """What was typed on other pages, to be carried along."""
        return [field for field in self._states(self.others) if not field.errors]

    @property
    def values(self) -> dict[str, Decimal]:
        """The states typed, by installation."""
        typed = {facts.meter.pk: self.cleaned_data.get(VALUE + facts.meter.pk) for facts in self.meters}
        return {number: value for number, value in typed.items() if value is not None}

    @property
    def whys(self) -> dict[str, str]:
        """Explanations given on the second page, by installation: on the way back they are not lost."""
        typed = self.data if self.is_bound else self.initial
        given = {
            facts.meter.pk: typed.get(f"{answer_prefix(facts.meter.pk)}-why", "") for facts in self.meters
        }
        return {number: str(why)[:500] for number, why in given.items() if why}

    @property
    def carried_whys(self) -> dict[str, str]:
        """The same by the names of their fields, for the first page."""
        return {f"{answer_prefix(number)}-why": why for number, why in self.whys.items()}

    def _states(self, meters: Sequence[MeterFacts]) -> list[forms.BoundField]:
        return [self[VALUE + facts.meter.pk] for facts in meters]


class MeterAnswerForm(forms.Form):
    """For one meter, before it is sent: why it is unusual, and a photo."""

    why = forms.CharField(label=_("Why is that?"), max_length=500, required=False)
    photo = SafeFileField(
        label=_("Photo of the counter"),
        rules=PHOTO,
        required=False,
        help_text=_("JPEG, PNG, WebP or HEIC, up to 20 MB. Where it was taken is removed from it."),
    )


def answer_prefix(installation_no: str) -> str:
    """What the names of the fields of `MeterAnswerForm` begin with."""
    return f"m-{installation_no}"


def _last_in_words(facts: MeterFacts) -> str:
    if facts.last is None:
        return now_text("No state is known yet.")
    words = now_text("Last state: %(value)s on %(day)s") % {
        "value": format_quantity(facts.last.value, unit=facts.meter.unit),
        "day": day_in_words(facts.last.day),
    }
    return f"{words} ({now_text('estimated')})" if facts.last.estimated else words
