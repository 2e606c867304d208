"""The one way to prove who somebody is: e-mail and password, by allauth."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser


class SignInBackend(AuthenticationBackend):
    """allauth's check, closed to people of the demonstration wherever no demonstration runs."""

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        """False for somebody switched off, and for demo people outside demo mode."""
        if getattr(user, "is_demo", False) and not settings.DEMO:
            return False
        return bool(super().user_can_authenticate(user))
