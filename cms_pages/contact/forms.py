"""The form, and the small hurdles that keep machines out without a cookie."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

SALT = "cms_pages.contact"
LEAST_SECONDS = 3  # nobody fills it in faster
MOST_SECONDS = 6 * 3600


def new_ticket() -> str:
    """A signed text that says when the form was given out and makes each form unique."""
    return signing.dumps([timezone.now().timestamp(), get_random_string(22)], salt=SALT)


class ContactForm(forms.Form):
    """A letter. `website` is a trap: people do not see it, machines fill it in."""

    ticket = forms.CharField(widget=forms.HiddenInput, max_length=200)
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
    website = forms.CharField(label=_("Leave this empty"), required=False, max_length=200)

    def __init__(self, *args: Any, departments: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["department"]
        choice.choices = [(name, name) for name in departments]

    @property
    def visible(self) -> list[forms.BoundField]:
        """Fields that people fill in."""
        return [field for field in self if not field.is_hidden and field.name != "website"]

    @property
    def token(self) -> str:
        """What makes this letter unique."""
        return str(self.cleaned_data["ticket"][1])

    def clean_ticket(self) -> list[Any]:
        """The form must be ours, not too old, and not answered within a blink."""
        expired = forms.ValidationError(_("This form was open for too long. Please send it once more."))
        try:
            given_out, unique = signing.loads(self.cleaned_data["ticket"], salt=SALT, max_age=MOST_SECONDS)
        except (signing.BadSignature, ValueError) as error:
            raise expired from error
        if timezone.now().timestamp() - given_out < LEAST_SECONDS:
            raise forms.ValidationError(
                _("That was very quick. Please look over your letter and send it again.")
            )
        return [given_out, unique]

    def clean(self) -> dict[str, Any]:
        """An answer needs an address or a number."""
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned.get("email") or cleaned.get("phone")):
            self.add_error("email", _("Give an e-mail address or a telephone number, so that we can answer."))
        return cleaned

    @property
    def is_from_a_machine(self) -> bool:
        """The trap was filled in."""
        return bool(self.cleaned_data.get("website"))
