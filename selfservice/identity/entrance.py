"""What the sign-in adapter takes from the guards of the door: further steps after the password."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from selfservice.identity.devices.notices import tell_new_device
from selfservice.identity.passwords.rechecks import recheck
from selfservice.identity.throttles import sign_in

STAGES = (
    "selfservice.identity.second_factor.stages.SecondFactorStage",
    "selfservice.identity.passwords.stages.LeakedPasswordStage",
)


class EntranceMixin:
    """Stands before allauth's adapter class in the list of bases."""

    def get_login_stages(self) -> list[str]:
        """allauth's own steps, then the code, then the check for leaked passwords."""
        stages: Any = super().get_login_stages()  # type: ignore[misc]
        return [*stages, *STAGES]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Take a try; in the place of allauth's own limit, which strangers could use as a weapon."""
        login = str(credentials.get("email", ""))
        self._attempt = sign_in.before_password_check(request=request, login=login)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """The password was wrong."""
        login = str(credentials.get("email", ""))
        sign_in.after_failure(request=request, attempt=self._attempt, login=login)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """allauth's check of the password; a right one gives the try back and is compared with leaks."""
        user = super().authenticate(request, **credentials)  # type: ignore[misc]
        if user is not None:
            sign_in.after_success(attempt=self._attempt)
            recheck(user=user, password=str(credentials.get("password", "")))
        return user

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """The whole sign-in is done: this browser is known from now on, and the first time told of."""
        response: HttpResponse = super().post_login(request, user, **kwargs)  # type: ignore[misc]
        if not sign_in.is_known_browser(request=request, user=user):
            tell_new_device(user=user, browser=request.headers.get("User-Agent", "")[:200])
        sign_in.signed_in(request=request, response=response, user=user)
        return response
