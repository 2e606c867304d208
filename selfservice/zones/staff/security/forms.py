"""Forms of the security screens."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    """Whom to look for. Sent by POST, so that no address stands in the log of a web server."""

    email = forms.EmailField(
        label=_("E-mail address of the sign-in"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )


class NoFieldsForm(forms.Form):
    """A decision that needs no words."""
