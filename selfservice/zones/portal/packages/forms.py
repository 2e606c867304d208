"""What a package shall hold."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms_pages import modules
from selfservice.zones.portal.forms import choices_of
from selfservice.zones.portal.packages.making import CONTRACTS, INVOICES, LETTERS

WORDS = {INVOICES: _("Invoices"), CONTRACTS: _("Contracts and annexes"), LETTERS: _("Other documents")}


class PackageForm(forms.Form):
    """Kinds of documents, and the year in which they were issued."""

    kinds = forms.MultipleChoiceField(label=_("Documents"), widget=forms.CheckboxSelectMultiple)
    year = forms.TypedChoiceField(
        label=_("Issued in"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Contracts are always packed whole."),
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self.fields["kinds"], [(name, WORDS[name]) for name in WORDS if modules.enabled(name)])
        choices_of(self.fields["year"], [("", _("all years")), *((year, str(year)) for year in years)])
