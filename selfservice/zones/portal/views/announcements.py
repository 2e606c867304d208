"""Announcements for customers, also those that have no address on the public site."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms_pages.queries import announcement_for_customers, announcements_for_customers
from selfservice.access.queries import customer_accounts
from selfservice.zones.portal.navigation import navigation


@require_safe
def announcement_list(request: HttpRequest) -> HttpResponse:
    """The newest ones."""
    return _page(request, "portal/announcements.html", announcements=announcements_for_customers())


@require_safe
def announcement(request: HttpRequest, pk: int) -> HttpResponse:
    """One announcement."""
    found = announcement_for_customers(pk=pk)
    if found is None:
        raise Http404("No such announcement.")
    return _page(request, "portal/announcement.html", announcement=found)


def _page(request: HttpRequest, template: str, **facts: object) -> HttpResponse:
    accesses = customer_accounts(request.user)
    first = accesses[0].account_no if accesses else ""
    return render(
        request, template, {"portal_navigation": navigation(request=request, account_no=first), **facts}
    )
