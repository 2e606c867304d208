"""When the reader was here before: noted at signing in, kept in the session alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

KEY = "previous_visit"


@receiver(user_logged_in, dispatch_uid="portal.previous_visit")
def note_previous_visit(sender: Any, request: HttpRequest, user: Any, **later: Any) -> None:
    """Keep the instant of the sign-in before this one.

    This app stands before `django.contrib.auth` among the installed ones, so it is asked before the
    new instant is written over the old one (a test watches it).
    """
    if user.last_login is not None:
        request.session[KEY] = user.last_login.isoformat()


def previous_visit(request: HttpRequest) -> datetime | None:
    """The sign-in before this one; None at the first one."""
    text = request.session.get(KEY, "")
    return parse_datetime(text) if text else None
