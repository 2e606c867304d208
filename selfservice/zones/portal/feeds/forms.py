"""Making a token."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TokenForm(forms.Form):
    """What the token is for, so that its owner knows later which one to revoke."""

    name = forms.CharField(
        label=_("What you use it for"),
        max_length=60,
        help_text=_("For example: spreadsheet at home."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
