"""Forms of one's own data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from selfservice.access.data_changes.field_sets import FieldSet
from selfservice.identity.models import User
from selfservice.identity.phones import PhoneField

POSTCODE = RegexValidator(r"^[0-9]{2}-[0-9]{3}$", _("A postcode looks like 00-950."))


def _text(
    label: Any, *, length: int, autocomplete: str, required: bool = True, **more: Any
) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=length, required=required, widget=widget, **more)


class ProfileForm(forms.Form):
    """Name, phone and language of a sign-in."""

    display_name = _text(
        _("Name shown to me"),
        length=User._meta.get_field("display_name").max_length or 60,
        autocomplete="nickname",
        required=False,
        help_text=_("How the portal greets you. Nobody else sees it."),
    )
    phone = PhoneField(
        label=_("My phone"), required=False, help_text=_("For text messages that you switched on.")
    )
    language = forms.ChoiceField(
        label=_("Language of letters"), choices=[("pl", "Polski"), ("en", "English")]
    )


class ContactForm(forms.Form):
    """Phone and e-mail that the office uses."""

    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(
        label=_("E-mail for the office"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class AddressForm(forms.Form):
    """Postal address of the customer account."""

    street = _text(_("Street"), length=160, autocomplete="address-line1", required=False)
    building = _text(_("Building"), length=20, autocomplete="off")
    flat = _text(_("Flat"), length=20, autocomplete="off", required=False)
    postcode = _text(_("Postcode"), length=12, autocomplete="postal-code", validators=[POSTCODE])
    city = _text(_("Town"), length=120, autocomplete="address-level2")


CHANGE_FORMS: dict[str, type[forms.Form]] = {FieldSet.CONTACT: ContactForm, FieldSet.ADDRESS: AddressForm}
