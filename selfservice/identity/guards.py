"""Guards of the zones: who may enter."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from selfservice.identity.kept_forms import back_from_sign_in
from selfservice.identity.networks import refuse_outside
from selfservice.identity.second_factor.guards import second_factor_guard


def portal_guard(request: HttpRequest) -> HttpResponseBase | None:
    """Everybody who is signed in."""
    if request.user.is_authenticated:
        return second_factor_guard(request)
    return redirect_to_login(back_from_sign_in(request), reverse("account_login"))


def staff_guard(request: HttpRequest) -> HttpResponseBase | None:
    """People of the office; a signed-in customer learns nothing of this zone."""
    refuse_outside(request)
    if not request.user.is_authenticated:
        return redirect_to_login(back_from_sign_in(request), reverse("account_login"))
    if not request.user.is_staff:
        raise Http404
    return second_factor_guard(request)


def cms_guard(request: HttpRequest) -> HttpResponseBase | None:
    """Editors and administrators; Wagtail's own permissions decide inside."""
    refuse_outside(request)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    return second_factor_guard(request)
