"""Forms of the portal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selfservice.billing.queries import InvoiceFilter
from selfservice.exchange.models.base import INVOICE_NO_LENGTH
from selfservice.zones.portal.presenters import KINDS

STATES = [("", _("all")), ("open", _("to pay")), ("overdue", _("overdue")), ("paid", _("paid"))]


class InvoiceFilterForm(forms.Form):
    """Which invoices to list. All fields are optional; what makes no sense filters nothing."""

    q = forms.CharField(label=_("Number or a part of it"), max_length=INVOICE_NO_LENGTH, required=False)
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self.fields["kind"], [("", _("all")), *KINDS.items()])
        choices_of(self.fields["year"], [("", _("all")), *((year, str(year)) for year in years)])

    def wanted(self) -> InvoiceFilter:
        """The filter; fields with errors are left out, and the form shows them."""
        self.is_valid()
        facts = self.cleaned_data
        return InvoiceFilter(
            kind=facts.get("kind", ""),
            state=facts.get("state", ""),
            year=facts.get("year"),
            number=facts.get("q", "").strip(),
        )


def choices_of(field: forms.Field, choices: list[tuple[Any, Any]]) -> None:
    """Set the choices of a choice field."""
    field.choices = choices  # type: ignore[attr-defined]
