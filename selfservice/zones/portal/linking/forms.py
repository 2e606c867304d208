"""Forms by which somebody proves that a customer account is his."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from ebok.core.money import typed_amount
from selfservice.exchange.models.base import INVOICE_NO_LENGTH

OFF = {"autocomplete": "off"}
MOST = Decimal("999999999.99")


class AmountField(forms.CharField):
    """An amount of money as it stands on paper; cleans to a Decimal."""

    def clean(self, value: str | None) -> Decimal:
        text = super().clean(value)
        try:
            amount = typed_amount(text)
        except ValueError as error:
            raise forms.ValidationError(_("Type the amount as on the invoice, such as 187,45.")) from error
        if amount > MOST:
            raise forms.ValidationError(_("Type the amount as on the invoice, such as 187,45."))
        return amount


class AccountNumberField(forms.CharField):
    """A customer number."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Customer number"),
            help_text=_("It stands at the top of every invoice."),
            max_length=64,
            widget=forms.TextInput(attrs={**OFF, "autocapitalize": "characters", "spellcheck": "false"}),
        )


class InvoiceProofForm(forms.Form):
    """Facts of a recent invoice."""

    account_no = AccountNumberField()
    invoice_no = forms.CharField(
        label=_("Number of a recent invoice"),
        help_text=_("Exactly as printed, with strokes: for instance FV/2026/11/00412."),
        max_length=INVOICE_NO_LENGTH,
        widget=forms.TextInput(attrs={**OFF, "autocapitalize": "characters", "spellcheck": "false"}),
    )
    gross = AmountField(
        label=_("Gross amount of that invoice"),
        help_text=_("The sum to pay for this invoice alone, with tax, without earlier arrears."),
        max_length=20,
        widget=forms.TextInput(attrs={**OFF, "inputmode": "decimal"}),
    )


class CodeProofForm(forms.Form):
    """A code from paper."""

    account_no = AccountNumberField()
    code = forms.CharField(
        label=_("One-time code"),
        help_text=_(
            "It is printed on the invoice or in the letter about the electronic office. It works once."
        ),
        max_length=40,
        widget=forms.TextInput(attrs={**OFF, "autocapitalize": "characters", "spellcheck": "false"}),
    )
