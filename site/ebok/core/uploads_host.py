"""A host of their own for files of editors (setting UPLOADS_HOST): what somebody uploaded never runs, nor
reads cookies, in the name of the office, even if a browser mistakes it for a page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

DOCUMENTS = "/documents/"
PREFIXES = ("/media/", DOCUMENTS)


class UploadsHostMiddleware:
    """Sends files to their host, and serves there nothing else. Without the setting it does nothing.

    Documents that somebody signed in asks for wait until it is known for whom they are: the other host
    knows nobody, so what is not for everybody can be given here only (`cms_pages.wagtail_hooks`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = settings.UPLOADS_HOST
        is_file = request.path.startswith(PREFIXES) and request.method in {"GET", "HEAD"}
        if host and request.get_host() == host and not is_file:
            raise Http404("Only files are served here.")
        if host and request.get_host() != host and is_file:
            may_be_private = request.path.startswith(DOCUMENTS) and _has_session(request)
            return self.get_response(request) if may_be_private else to_uploads_host(request)
        return self.get_response(request)


def to_uploads_host(request: HttpRequest) -> HttpResponse:
    """The same address at the host of files."""
    scheme = "https" if request.is_secure() else "http"
    return HttpResponseRedirect(f"{scheme}://{settings.UPLOADS_HOST}{request.get_full_path()}")


def _has_session(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def picture_sources() -> str:
    """Hosts that pictures of a page may come from, for the content security policy."""
    return f" {settings.UPLOADS_HOST}" if settings.UPLOADS_HOST else ""
