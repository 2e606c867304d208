"""A pin may come from the browser, on the pages that ask for one and nowhere else."""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpResponseBase

Response = TypeVar("Response", bound=HttpResponseBase)


def with_position(response: Response) -> Response:
    """The answer, with leave for its page to ask the browser where it is."""
    response["Permissions-Policy"] = "camera=(), geolocation=(self), microphone=()"
    return response
