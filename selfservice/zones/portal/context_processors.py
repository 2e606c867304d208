"""What templates outside the portal may use of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from selfservice.access.queries import customer_accounts
from selfservice.zones.portal.navigation import navigation
from selfservice.zones.portal.unread import unread_counts


def menu(request: HttpRequest) -> dict[str, Any]:
    """`portal_navigation` for pages of the own sign-in; asked for only where a template shows it."""
    return {"portal_navigation": SimpleLazyObject(lambda: _menu(request))}


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu of the reader's first customer account, in one query."""
    accesses = customer_accounts(request.user, counted=unread_counts(request.user))
    account_no = accesses[0].account_no if accesses else ""
    return navigation(request=request, account_no=account_no, accesses=accesses)
