"""The step of the sign-in that stops a password known from a leak."""

from __future__ import annotations

from typing import Any

import allauth.account.internal.flows  # noqa: F401  # before `stages`, or its imports run in a circle
from allauth.account.stages import LoginStage
from django.http import HttpResponseBase
from django.shortcuts import render

from selfservice.identity import password_letters
from selfservice.identity.passwords.rechecks import must_change


class LeakedPasswordStage(LoginStage):
    """After the right password and code: somebody else may know them, so a letter leads to a new one."""

    key = "leaked_password"

    def handle(self) -> tuple[HttpResponseBase | None, bool]:
        """Let pass, or end the sign-in with a letter for a new password to the stored address."""
        user: Any = self.login.user
        if not must_change(user):
            return None, True
        password_letters.ask(email=user.email)
        return render(self.request, "account/password_leaked.html"), False
