"""The form. What keeps machines out is put before it by the office (`CONTACT_FORM`)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

TOKEN_CHARACTERS = 22


def new_token() -> str:
    """A random text that makes each form unique, so that a letter sent twice is stored once."""
    return get_random_string(TOKEN_CHARACTERS)


class ContactForm(forms.Form):
    """A letter. `token` comes with the empty form (see `new_token`)."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    department = forms.ChoiceField(label=_("Department"))
    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    text = forms.CharField(
        label=_("What is it about?"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8})
    )

    def __init__(self, *args: Any, departments: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["department"]
        choice.choices = [(name, name) for name in departments]

    def clean_token(self) -> str:
        """A form that lost it is a letter of its own."""
        return self.cleaned_data["token"] or new_token()

    def clean(self) -> dict[str, Any]:
        """An answer needs an address or a number."""
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned.get("email") or cleaned.get("phone")):
            self.add_error("email", _("Give an e-mail address or a telephone number, so that we can answer."))
        return cleaned
