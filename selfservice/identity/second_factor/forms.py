"""Forms of the second factor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_CODE = 20


class CodeField(forms.CharField):
    """A code of the app or of the sheet; phones and password managers fill it in."""

    def __init__(self, *, numeric: bool = False, **kwargs: Any) -> None:
        attrs = {
            "autocomplete": "one-time-code",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "autofocus": True,
        }
        if numeric:
            attrs["inputmode"] = "numeric"
        widget = forms.TextInput(attrs=attrs)
        super().__init__(max_length=LONGEST_CODE, widget=widget, **kwargs)


class CodeForm(forms.Form):
    """A code of the app."""

    code = CodeField(
        numeric=True,
        label=_("Code from the app"),
        help_text=_("Six digits that your authenticator app shows for this office."),
    )


class RecoveryCodeForm(forms.Form):
    """A recovery code."""

    code = CodeField(
        label=_("Recovery code"),
        help_text=_("One of the ten codes that you printed or wrote down. Each works once."),
    )


class SignInMixin(forms.Form):
    """Adds the wish not to be asked again on this browser, where the policy allows it."""

    trust = forms.BooleanField(
        required=False,
        label=_("Do not ask for a code on this browser again"),
        help_text=_("Only on your own computer or phone. You can take it back at any time."),
    )

    def __init__(self, *args: Any, trust_days: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not trust_days:
            del self.fields["trust"]


class SignInCodeForm(CodeForm, SignInMixin):
    """The step at sign-in."""

    field_order = ("code", "trust")


class SignInRecoveryCodeForm(RecoveryCodeForm, SignInMixin):
    """The step at sign-in with a recovery code."""

    field_order = ("code", "trust")


class SetupForm(forms.Form):
    """The first code, with the sealed secret that was shown."""

    sealed = forms.CharField(widget=forms.HiddenInput, max_length=2000)
    code = CodeField(
        numeric=True,
        label=_("Code from the app"),
        help_text=_("The six digits that the app shows now prove that it has the picture."),
    )
