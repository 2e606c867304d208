"""Forms of the desk."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

YES, NO = "yes", "no"
OFF = {"autocomplete": "off"}


class ReasonForm(forms.Form):
    """Why a clerk does something; kept in the event log."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stands in the event log."),
        max_length=300,
        widget=forms.TextInput(OFF),
    )


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


class AccountSearchForm(forms.Form):
    """Which account."""

    account_no = forms.CharField(
        label=_("Customer number"), max_length=64, required=False, widget=forms.TextInput(OFF)
    )
