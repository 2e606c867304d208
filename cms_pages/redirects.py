"""Redirects of moved public pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.contrib.redirects.middleware import RedirectMiddleware


class PublicRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects, where editors have pages to move: a zone's 404 stays a 404 and costs no query."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        zone = getattr(request, "zone", None)
        if zone is not None and zone.personal:
            return response
        return super().process_response(request, response)
