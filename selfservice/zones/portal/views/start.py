"""The way into the portal."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from selfservice.access.invitations.queries import open_for
from selfservice.access.queries import customer_accounts
from selfservice.zones.portal.navigation import navigation


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """To the first of the reader's accounts; without any, what to do next."""
    accesses = customer_accounts(request.user)
    if accesses:
        return redirect("portal:dashboard", accesses[0].account_no)
    facts = {"portal_navigation": navigation(request=request), "invitations": open_for(request.user)}  # type: ignore[arg-type]
    return render(request, "portal/no_account.html", facts)
