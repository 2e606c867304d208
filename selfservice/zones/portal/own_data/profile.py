"""My data: what the portal itself keeps about me, and where to change it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from selfservice.access.queries import customer_accounts
from selfservice.identity.profile import change_profile
from selfservice.identity.second_factor.recent import requires_recent_factor
from selfservice.zones.portal.own_data.forms import ProfileForm
from selfservice.zones.portal.own_data.pages import own_render


@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything about the sign-in on one page, each with the way to change it."""
    facts = {"accesses": customer_accounts(request.user)}
    return own_render(request, "portal/own_data/my_data.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_recent_factor
def profile(request: HttpRequest) -> HttpResponse:
    """Name, phone and language of letters."""
    user = request.user
    initial = {name: getattr(user, name) for name in ProfileForm.base_fields}
    form = ProfileForm(request.POST or None, initial=initial)
    if not form.is_valid():
        return own_render(request, "portal/own_data/profile.html", {"form": form})
    if change_profile(user=user, **form.cleaned_data):  # type: ignore[arg-type]
        messages.success(request, _("Your data were saved."))
    return redirect("portal:my_data")
