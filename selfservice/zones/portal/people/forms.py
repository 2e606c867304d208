"""Forms of delegation."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ebok.core.periods import day_bounds, today
from selfservice.access.invitations.tokens import new_form_key
from selfservice.access.models import AccessLevel

LEVELS = [
    (AccessLevel.VIEW, _("may look: invoices, balance, consumption")),
    (AccessLevel.PAY, _("may look and pay")),
    (AccessLevel.ACT, _("may do everything but give access to others")),
]
LONGEST = timedelta(days=5 * 366)
USUAL = timedelta(days=365)
# More accounts than this are typed as numbers, not ticked.
MOST_TICKS = 30


class TermsForm(forms.Form):
    """What a delegate may do, and until when."""

    level = forms.ChoiceField(label=_("What the person may do"), choices=LEVELS, widget=forms.RadioSelect)
    until = forms.DateField(
        label=_("Last day of access"),
        help_text=_("Access ends by itself after this day. You can end it earlier at any time."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_until(self) -> date:
        """Not in the past, and not for ever."""
        day: date = self.cleaned_data["until"]
        if day < today():
            raise forms.ValidationError(_("This day is past."))
        if day > today() + LONGEST:
            raise forms.ValidationError(_("Choose a day within five years."))
        return day

    @property
    def ends_at(self) -> datetime:
        """The first instant after the last day, in Polish time."""
        return day_bounds(self.cleaned_data["until"])[1]


class InvitationForm(TermsForm):
    """Whom an owner invites, to which of his accounts, and what for."""

    form_key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    email = forms.EmailField(
        label=_("E-mail address of the person"),
        help_text=_("The person signs in with exactly this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    purpose = forms.CharField(
        label=_("What for"),
        help_text=_("For your own records and for the person: pays for my mother, keeps our books."),
        max_length=200,
    )
    field_order = ("form_key", "email", "accounts", "numbers", "level", "purpose", "until")

    def __init__(self, *args: Any, own: dict[str, str], chosen: str, **kwargs: Any) -> None:
        """`own`: account number -> words of the accounts that may be given; `chosen`: the present one."""
        self.own, self.chosen = own, chosen
        kwargs.setdefault("initial", {})
        kwargs["initial"] |= {
            "form_key": new_form_key(),
            "until": today() + USUAL,
            "level": AccessLevel.VIEW,
            "accounts": [chosen],
        }
        super().__init__(*args, **kwargs)
        if len(own) > MOST_TICKS:
            self.fields["numbers"] = forms.CharField(
                label=_("Further customer accounts"),
                help_text=_("Numbers of your other accounts, one a line."),
                required=False,
                max_length=20_000,
                widget=forms.Textarea(attrs={"rows": 4}),
            )
        elif len(own) > 1:
            self.fields["accounts"] = forms.MultipleChoiceField(
                label=_("Customer accounts"), choices=list(own.items()), widget=forms.CheckboxSelectMultiple
            )
        self.order_fields(self.field_order)

    def clean_numbers(self) -> list[str]:
        """Each must be an account of one's own."""
        typed = self.cleaned_data["numbers"].split()
        if foreign := [number for number in typed if number not in self.own]:
            raise forms.ValidationError(
                _("These are not accounts of yours: %(numbers)s") % {"numbers": ", ".join(foreign[:10])}
            )
        return list(typed)

    @property
    def account_nos(self) -> set[str]:
        """The accounts to give access to."""
        ticked = self.cleaned_data.get("accounts")
        return {*ticked} if ticked is not None else {self.chosen, *self.cleaned_data.get("numbers", [])}
