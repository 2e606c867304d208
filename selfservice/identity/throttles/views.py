"""The page behind the link in the letter about a lock."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from selfservice.identity.throttles import known_devices, opening

PAGE = "account/lock_opening.html"


@never_cache
@require_http_methods(["GET", "POST"])
def open_lock(request: HttpRequest, user: str, token: str) -> HttpResponse:
    """Reading shows a button, so that a mail program that follows links opens nothing; the button opens."""
    owner = opening.user_of(user=user, token=token)
    if owner is None:
        return render(request, PAGE, {"void": True}, status=404)
    if request.method != "POST":
        return render(request, PAGE, {"void": False})
    opening.open_by_letter(user=owner)
    messages.success(request, _("The lock is open. You can sign in."))
    response = HttpResponseRedirect(reverse("account_login"))
    # From now on strangers cannot lock the owner out of this browser.
    known_devices.remember(request=request, response=response, login=owner.email)
    return response
