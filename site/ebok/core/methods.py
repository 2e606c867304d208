"""Methods that the site knows. Everything else is refused before any view, so that no library's habit
(Django's form views take PUT for POST) opens a way that nobody tested."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

READING = ("GET", "HEAD", "OPTIONS")
PAGES = (*READING, "POST")
MACHINES = (*PAGES, "PUT", "PATCH", "DELETE")
# Where programs speak: the interfaces, and Wagtail's own editor.
MACHINE_PREFIXES = ("/api/", "/hooks/", "/cms/")


def methods_of(path: str) -> tuple[str, ...]:
    """The methods that may be used at a path; TRACE and invented ones nowhere."""
    return MACHINES if path.startswith(MACHINE_PREFIXES) else PAGES


class MethodsMiddleware:
    """Answers 405 to a method that has no meaning at this address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        allowed = methods_of(request.path)
        if request.method in allowed:
            return self.get_response(request)
        return HttpResponseNotAllowed(allowed, HTTPStatus.METHOD_NOT_ALLOWED.phrase)
