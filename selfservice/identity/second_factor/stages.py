"""The step of the sign-in at which a code is asked for."""

from __future__ import annotations

from typing import Any

import allauth.account.internal.flows  # noqa: F401  # before `stages`, or its imports run in a circle
from allauth.account.internal.stagekit import stash_login
from allauth.account.stages import LoginStage
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from selfservice.identity.second_factor import trust
from selfservice.identity.second_factor.devices import authenticator_of

KEY = "otp"
# After so many wrong codes the password is asked for again.
MOST_WRONG_CODES = 5


class SecondFactorStage(LoginStage):
    """Between the right password and the session: until it is passed nobody is signed in."""

    key = KEY
    urlname = "second_factor_login"

    def handle(self) -> tuple[HttpResponseBase | None, bool]:
        """Ask for a code, unless there is no factor or the browser is trusted."""
        user: Any = self.login.user
        device = authenticator_of(user)
        if device is None:
            return None, True
        if trust.is_trusted(request=self.request, user=user):
            user.otp_device = device
            return None, True
        self.state["password"] = user.get_session_auth_hash()
        return HttpResponseRedirect(reverse(self.urlname)), True

    def is_still_open(self) -> bool:
        """May the person still sign in, with the password that was typed before this step?"""
        user: Any = self.login.user
        typed = self.state.get("password", "")
        return user.may_sign_in and constant_time_compare(typed, user.get_session_auth_hash())

    def count_wrong_code(self) -> bool:
        """Note a wrong code; True when there were too many and the sign-in begins anew."""
        self.state["wrong"] = self.state.get("wrong", 0) + 1
        stash_login(self.request, self.login)
        return bool(self.state["wrong"] >= MOST_WRONG_CODES)
