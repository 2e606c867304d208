"""Middleware that knows the signed-in user."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from selfservice.identity.events import record_own
from selfservice.identity.kept_forms import back_from_sign_in
from selfservice.identity.sessions import is_over, limits_for, seconds_left, touch

GetResponse = Callable[[HttpRequest], HttpResponse]


class SessionLimitsMiddleware:
    """Ends sessions that were idle or alive too long. Public pages never touch the session."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not request.zone.personal or settings.SESSION_COOKIE_NAME not in request.COOKIES:  # type: ignore[attr-defined]
            return None
        user = request.user
        if not user.is_authenticated:
            return None
        now, limits = time.time(), limits_for(user)
        if not is_over(request.session, limits=limits, now=now):
            if not getattr(view, "leaves_session_untouched", False):
                touch(request.session, now=now)
            # For the page, which warns in time.
            request.session_left = seconds_left(request.session, limits=limits, now=now)  # type: ignore[attr-defined]
            return None
        record_own("identity.session_ended", user)
        logout(request)
        return redirect_to_login(back_from_sign_in(request, owner_id=user.pk), reverse("account_login"))
