"""The guard that other guards call: nobody works in the office without a second factor, by whatever way."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from selfservice.identity.second_factor import policy
from selfservice.identity.second_factor.devices import has_factor


def second_factor_guard(request: HttpRequest) -> HttpResponseBase | None:
    """For a request of somebody signed in: None lets it pass, else it leads to the factor and back.

    It looks at the session, not at the way it began, so a resumed session, a reset password or a
    library's own sign-in form open nothing.
    """
    user: Any = request.user
    if not policy.is_demanded_here(request) or user.is_verified():
        return None
    name = "second_factor_confirm" if has_factor(user) else "second_factor_setup"
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")
