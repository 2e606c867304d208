"""Pages that belong to the person, not to one customer account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from selfservice.access.queries import customer_accounts
from selfservice.zones.portal.navigation import navigation


def own_render(
    request: HttpRequest, template: str, facts: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The answer, with the menu of the person's first customer account, if there is one."""
    accesses = customer_accounts(request.user)
    account_no = accesses[0].account_no if accesses else ""
    frame = {"portal_navigation": navigation(request=request, account_no=account_no)}
    return render(request, template, {**frame, **facts}, status=status)
