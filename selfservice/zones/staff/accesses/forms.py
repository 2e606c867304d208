"""Forms of the desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selfservice.access.consents.desk import DESK_CHANNELS
from selfservice.access.consents.queries import ConsentState
from selfservice.access.reasons import ASKED, OTHER
from selfservice.zones.staff.accesses.words import consent_in_words
from selfservice.zones.staff.forms import ReasonForm

YES, NO = "yes", "no"
OFF = {"autocomplete": "off"}


class DeskLinkForm(ReasonForm):
    """Who stands in front of the desk."""

    email = forms.EmailField(
        label=_("Confirmed e-mail address of the customer"), widget=forms.EmailInput(attrs=OFF)
    )
    document = forms.ChoiceField(
        label=_("Identity document checked?"),
        choices=[(YES, _("yes")), (NO, _("no"))],
        widget=forms.RadioSelect,
    )
    field_order = ("email", "document", "reason")

    @property
    def document_checked(self) -> bool:
        """Was a document seen?"""
        return bool(self.cleaned_data["document"] == YES)


class DeclarationForm(ReasonForm):
    """What a customer declared to the office, about one of the consents that are his to give."""

    consent = forms.ChoiceField(label=_("Consent"))
    answer = forms.ChoiceField(
        label=_("What the customer declares"),
        choices=[(YES, _("agrees")), (NO, _("takes the consent back"))],
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(
        label=_("How it was declared"),
        choices=[(channel.value, channel.label) for channel in DESK_CHANNELS],
        widget=forms.RadioSelect,
    )
    field_order = ("consent", "answer", "channel", "reason")

    def __init__(self, *args: Any, states: Iterable[ConsentState], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subjects = {str(number): state.subject for number, state in enumerate(states)}
        # Nothing is chosen beforehand: a consent must not come about by forgetting to choose.
        self.fields["consent"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((number, consent_in_words(subject)) for number, subject in self.subjects.items()),
        ]

    @property
    def facts(self) -> dict[str, Any]:
        """What `consents.desk.write_down` asks for, after cleaning."""
        subject = self.subjects[self.cleaned_data["consent"]]
        return {
            "consent": subject.consent,
            "message_kind": subject.message_kind,
            "via": subject.via,
            "is_given": self.cleaned_data["answer"] == YES,
            "channel": self.cleaned_data["channel"],
            "reason": self.cleaned_data["reason"],
        }


class LookReasonForm(forms.Form):
    """Why somebody of the office opens a customer account."""

    why = forms.ChoiceField(label=_("Reason"), choices=list(ASKED.items()), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=300,
        help_text=_("The customer reads it. Needed with another reason."),
        widget=forms.TextInput(OFF),
    )

    def clean(self) -> dict[str, Any]:
        """Another reason says which."""
        facts: dict[str, Any] = super().clean() or {}
        if facts.get("why") == OTHER and not facts.get("words"):
            self.add_error("words", _("Say what the reason is."))
        return facts


class AccountSearchForm(forms.Form):
    """Which account."""

    account_no = forms.CharField(
        label=_("Customer number"), max_length=64, required=False, widget=forms.TextInput(OFF)
    )

    def clean_account_no(self) -> str:
        """Numbers are read out, and written on paper, in groups."""
        return "".join(self.cleaned_data["account_no"].split())
