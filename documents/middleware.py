"""Turns what a store raises into an honest answer."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from documents.errors import FileError
from documents.faults import fault_page, reported


class FileFaultMiddleware:
    """A view that could not get its file answers 404 or 503, an alarm is raised, the event log knows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if not isinstance(exception, FileError):
            return None
        reported(request=request, error=exception)
        return fault_page(request, exception)
