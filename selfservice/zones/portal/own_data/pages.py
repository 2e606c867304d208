"""Pages that belong to the person, not to one customer account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from selfservice.access.models import AccountAccess
from selfservice.access.queries import customer_accounts
from selfservice.zones.portal.navigation import navigation
from selfservice.zones.portal.unread import unread_counts


def own_render(
    request: HttpRequest,
    template: str,
    facts: dict[str, Any],
    *,
    status: int = 200,
    accesses: list[AccountAccess] | None = None,
) -> HttpResponse:
    """The answer, with the menu of the person's first customer account, if there is one.

    Parameters:
        accesses: of the reader, when they were read already.
    """
    if accesses is None:
        accesses = customer_accounts(request.user, counted=unread_counts(request.user))
    account_no = accesses[0].account_no if accesses else ""
    frame = {"portal_navigation": navigation(request=request, account_no=account_no, accesses=accesses)}
    return render(request, template, {**frame, **facts}, status=status)
