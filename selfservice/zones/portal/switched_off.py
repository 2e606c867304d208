"""The answer to whoever follows the link of an old letter to a module that was switched off since."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms_pages.modules import MODULES
from selfservice.zones.portal.navigation import navigation


def switched_off(request: HttpRequest, *, module: str, account_no: str) -> HttpResponse:
    """Nothing is there (404), and the page says why. Ask only for readers who have the access themselves.

    Parameters:
        module: its name among `MODULES`. account_no: "" outside of an account.
    """
    facts = {
        "portal_navigation": navigation(request=request, account_no=account_no),
        "module": MODULES[module],
        "account_no": account_no,
    }
    return render(request, "portal/switched_off.html", facts, status=404)
