"""Announcements for customers, also those that have no address on the public site."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cms_pages.queries import announcement_for_customers, announcements_for_customers
from selfservice.zones.portal.own_data.pages import own_render


@require_safe
def announcement_list(request: HttpRequest) -> HttpResponse:
    """The newest ones."""
    return own_render(request, "portal/announcements.html", {"announcements": announcements_for_customers()})


@require_safe
def announcement(request: HttpRequest, pk: int) -> HttpResponse:
    """One announcement."""
    found = announcement_for_customers(pk=pk)
    if found is None:
        raise Http404("No such announcement.")
    return own_render(request, "portal/announcement.html", {"announcement": found})
