"""What people of the office see where nothing is: their own menu, and what was not found."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from selfservice.zones.staff.pages import staff_render


def not_found(request: HttpRequest, reference: str) -> HttpResponse:
    """404 inside the zone; it never says whether a thing exists that this position may not see."""
    match = request.resolver_match
    facts = {"is_ticket": bool(match and "signature" in match.kwargs), "reference": reference}
    response = staff_render(request, "staff/not_found.html", facts)
    response.status_code = HTTPStatus.NOT_FOUND
    return response
