"""A host of their own for files of editors (setting UPLOADS_HOST): what somebody uploaded never runs, nor
reads cookies, in the name of the office, even if a browser mistakes it for a page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

PREFIXES = ("/media/", "/documents/")


class UploadsHostMiddleware:
    """Sends files to their host, and serves there nothing else. Without the setting it does nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = settings.UPLOADS_HOST
        is_file = request.path.startswith(PREFIXES) and request.method in {"GET", "HEAD"}
        if host and request.get_host() == host and not is_file:
            raise Http404("Only files are served here.")
        if host and request.get_host() != host and is_file:
            scheme = "https" if request.is_secure() else "http"
            return HttpResponseRedirect(f"{scheme}://{host}{request.get_full_path()}")
        return self.get_response(request)


def picture_sources() -> str:
    """Hosts that pictures of a page may come from, for the content security policy."""
    return f" {settings.UPLOADS_HOST}" if settings.UPLOADS_HOST else ""
