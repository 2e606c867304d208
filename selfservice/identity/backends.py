"""The one way to prove who somebody is: e-mail and password, by allauth."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from selfservice.identity.models import User
from selfservice.identity.roles import WORKS_HERE, has_position


class SignInBackend(AuthenticationBackend):
    """allauth's check of the password, and ours of the person."""

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        """Asked at sign-in and at every request, so that switching somebody off ends open sessions."""
        return isinstance(user, User) and user.may_sign_in

    def get_user(self, user_id: Any) -> User | None:
        """The user of a request, read in one query with whether he works here (`roles.works_here`)."""
        found = User.objects.annotate(**{WORKS_HERE: has_position()}).filter(pk=user_id).first()
        return found if found is not None and self.user_can_authenticate(found) else None
