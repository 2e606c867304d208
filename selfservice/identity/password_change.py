"""Changing the password: the present one is asked for as at sign-in, with the same waits, and recorded."""

from __future__ import annotations

import allauth.account.internal.flows  # noqa: F401  # before `forms`, or its imports run in a circle
from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm
from django.core.exceptions import ValidationError


class CountedChangePasswordForm(ChangePasswordForm):
    """allauth's form compares the present password itself, so whoever stole a session could guess at it."""

    def clean_oldpassword(self) -> str:
        """The present password.

        Raises:
            ValidationError: it is wrong, or too many wrong ones came before (`SignInHeld`).
        """
        typed: str = self.cleaned_data["oldpassword"]
        adapter = get_adapter()
        if not adapter.reauthenticate(self.user, typed):
            wrong: ValidationError = adapter.validation_error("enter_current_password")
            raise wrong
        return typed
