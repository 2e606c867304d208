"""Has this person proved who he is within the last minutes? Asked before grave acts ("step-up")."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

import allauth.account.internal.flows  # noqa: F401  # before its `authentication`, or imports run in a circle
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from selfservice.identity.second_factor import policy
from selfservice.identity.second_factor.devices import has_factor

View = Callable[..., HttpResponseBase]
CODE, PASSWORD, TRUSTED = "otp", "password", "trusted browser"


def note_code(request: HttpRequest, *, user: Any) -> None:
    """A code was right just now; allauth's own re-authentication counts it, too."""
    record_authentication(request, user, method=CODE, reauthenticated=True)


def proofs_of(request: HttpRequest, *, user: Any) -> list[str]:
    """What a sign-in rests on, for the event log: `password`, `otp`, or a trusted browser in its place."""
    proofs = [str(entry["method"]) for entry in get_authentication_records(request, user)]
    if CODE not in proofs and getattr(user, "otp_device", None) is not None:
        return [*proofs, TRUSTED]
    return proofs


def proved_recently(request: HttpRequest) -> bool:
    """Did the signed-in person give a code, or without a factor the password, within `policy.RECENT`?"""
    method = CODE if has_factor(request.user) else PASSWORD
    records = get_authentication_records(request, request.user)
    latest = max((float(entry["at"]) for entry in records if entry.get("method") == method), default=0.0)
    return time.time() - latest < policy.RECENT.total_seconds()


def demand_recent_proof(request: HttpRequest) -> HttpResponseBase | None:
    """None when `proved_recently`, else the way to prove it, which leads back here.

    A form that was sent meanwhile is not kept: it might hold what must not lie in a session.
    """
    if proved_recently(request):
        return None
    name = "second_factor_confirm" if has_factor(request.user) else "account_reauthenticate"
    query = urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(f"{reverse(name)}?{query}")


def requires_recent_factor(view: View) -> View:
    """Decorator for views of grave acts; the person is signed in already."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return demand_recent_proof(request) or view(request, *args, **kwargs)

    return guarded
