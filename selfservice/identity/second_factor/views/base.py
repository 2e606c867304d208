"""What the screens of the second factor share."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from selfservice.identity.second_factor.recent import demand_recent_proof

RATE = "second_factor"


def next_url(request: HttpRequest, *, default: str = "second_factor") -> str:
    """Where `next` leads, if that is a page of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else reverse(default)


@method_decorator([never_cache, sensitive_post_parameters("code", "sealed")], name="dispatch")
class CodeMixin:
    """A screen on which codes are typed: never kept, and limited for one client address."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not ratelimit.consume(request, action=RATE):
            response: HttpResponseBase = ratelimit.respond_429(request)
            return response
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc, no-any-return]


class SignedInMixin(LoginRequiredMixin):
    """A screen for people who are signed in."""


class RecentProofMixin(LoginRequiredMixin):
    """A screen for people who proved within the last minutes who they are."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        return demand_recent_proof(request) or super().dispatch(request, *args, **kwargs)
