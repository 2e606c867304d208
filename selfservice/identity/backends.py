"""The one way to prove who somebody is: e-mail and password, by allauth."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from selfservice.identity.models import User


class SignInBackend(AuthenticationBackend):
    """allauth's check of the password, and ours of the person."""

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        """Asked at sign-in and at every request, so that switching somebody off ends open sessions."""
        return isinstance(user, User) and user.may_sign_in
