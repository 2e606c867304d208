"""Forms that robots like, guarded."""

from __future__ import annotations

from typing import Any, ClassVar

import allauth.account.internal.flows  # noqa: F401  # before `forms`, or its imports run in a circle
from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, ResetPasswordForm, SignupForm
from allauth.account.internal.flows.email_verification import (
    add_email_verification_sent_message,
    handle_verification_email_rate_limit,
)
from allauth.core import context
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from selfservice.identity import password_letters, registering
from selfservice.identity.robots import checking
from selfservice.identity.robots.fields import RobotCheckField
from selfservice.identity.robots.purposes import RESET, SIGN_IN, SIGN_UP, Purpose
from selfservice.identity.throttles import known_devices

NAME = "robot_check"


class RobotCheckMixin:
    """Stands before the form class in the list of bases. The form's own checks run after ours.

    A form outside allauth's views sets `request` in its class body or before it is validated.
    """

    purpose: ClassVar[Purpose]
    request: HttpRequest | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = RobotCheckField(purpose=self.purpose)
        self.fields: dict[str, Any]
        self.fields[NAME] = field
        if not self.is_bound:  # type: ignore[attr-defined]
            field.widget.shows_challenge = checking.is_needed(request=self._request, purpose=self.purpose)

    def clean(self) -> Any:
        """Check for robots once the fields are well, then let the form go on.

        A form that comes back for another mistake brings the widget along, or its next sending would fail.
        """
        widget = self.fields[NAME].widget
        if self.errors:  # type: ignore[attr-defined]
            widget.shows_challenge = checking.is_needed(request=self._request, purpose=self.purpose)
        elif self.robot_check_applies():
            try:
                answer = self.cleaned_data[NAME]  # type: ignore[attr-defined]
                checking.check(request=self._request, purpose=self.purpose, answer=answer)
            except ValidationError as error:
                self.add_error(None, error)  # type: ignore[attr-defined]
                widget.shows_challenge = True
                widget.patience = getattr(error, "seconds", widget.patience)
                return self.cleaned_data  # type: ignore[attr-defined]
        return super().clean()  # type: ignore[misc]

    def robot_check_applies(self) -> bool:
        """May this sending be checked at all? Forms override it for people they know."""
        return True

    @property
    def _request(self) -> HttpRequest:
        request: HttpRequest | None = self.request or context.request
        if request is None:
            raise RuntimeError("The check against robots needs the request.")
        return request


class GuardedLoginForm(RobotCheckMixin, LoginForm):
    """Sign-in; a browser in which this person has signed in before is never suspected."""

    purpose = SIGN_IN

    def robot_check_applies(self) -> bool:
        return not known_devices.track_of(self._request, login=self.cleaned_data.get("login", ""))


class GuardedSignupForm(RobotCheckMixin, SignupForm):
    """Registration; who is known is looked up by the worker, not here."""

    purpose = SIGN_UP

    def validate_unique_email(self, value: str) -> str:
        return value

    def try_save(self, request: HttpRequest) -> tuple[None, HttpResponse]:
        """The same answer to everybody. One address gets a letter in three minutes, whoever asks."""
        email: str = self.cleaned_data["email"]
        if handle_verification_email_rate_limit(request, email):
            registering.ask(request=request, email=email, password=self.cleaned_data["password1"])
            add_email_verification_sent_message(request, email, signup=True)
        return None, get_adapter().respond_email_verification_sent(request, None)


class GuardedResetForm(RobotCheckMixin, ResetPasswordForm):
    """A letter for a new password; who is known is looked up by the worker, not here."""

    purpose = RESET

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        password_letters.ask(email=email)
        return email
