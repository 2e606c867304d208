"""Forms for people who do not sign in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from selfservice.identity.phones import PhoneField
from selfservice.identity.robots.forms import NAME, RobotCheckMixin
from selfservice.identity.robots.purposes import GUEST
from selfservice.tickets.files import FilesForm
from selfservice.tickets.forms import TicketForm, TokenMixin
from selfservice.tickets.services import Guest
from selfservice.tickets.signatures import as_written
from selfservice.zones.guest.limits import within_limit

OVER_LIMIT = "over_limit"


class GuestForm(RobotCheckMixin, TokenMixin, FilesForm):
    """Whoever does not sign in: the letter with the number of the ticket goes to his address."""

    purpose = GUEST
    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("We send the number of your ticket and our answers there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = PhoneField(required=False)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request  # the check against robots asks for it while the form is being built
        super().__init__(*args, request=request, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Whoever passed everything else takes one of the tickets that his network has in an hour."""
        cleaned: dict[str, Any] = super().clean()
        if not self.errors and not within_limit(self._request):
            text = _("Too many tickets came from your network. Please call us or try in an hour.")
            self.add_error(None, forms.ValidationError(text, code=OVER_LIMIT))
        return cleaned

    @property
    def refusal_status(self) -> int:
        """Status of the answer that shows the form again."""
        return 429 if self.has_error(NON_FIELD_ERRORS, OVER_LIMIT) else 422

    def put_last(self, names: list[str]) -> None:
        """These fields, then the check against robots, below all others."""
        last = [*names, NAME]
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    @property
    def guest(self) -> Guest:
        """Who writes."""
        facts = self.cleaned_data
        return Guest(name=facts["name"], email=facts["email"], phone=facts["phone"])


class GuestTicketForm(GuestForm, TicketForm):
    """A ticket of somebody without a sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_last(["name", "email", "phone"])


class TrackForm(forms.Form):
    """The number of a ticket and the address that it was sent from."""

    number = forms.CharField(
        label=_("Number of the ticket"),
        max_length=40,
        help_text=_("It stands in our letter and looks like Z-7KQ4M-2XD9P."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    @property
    def signature(self) -> str:
        """The number as we write it; "" when it is none."""
        return as_written(str(self.cleaned_data["number"]))
