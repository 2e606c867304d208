"""Announcements for employees, which have no address on the public site."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from cms_pages.queries import announcement_for_employees
from selfservice.zones.staff.pages import staff_page, staff_render


@staff_page()
def announcement(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, whole."""
    found = announcement_for_employees(pk=pk)
    if found is None:
        raise Http404("No such announcement.")
    return staff_render(request, "staff/announcement.html", {"announcement": found})
