"""Counts renders: sits innermost, where an answer from a cache never comes."""

from __future__ import annotations

import os
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class RenderTally:
    """Appends the path of each request that reaches a view to the file named by `RENDER_TALLY`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with open(os.environ["RENDER_TALLY"], "a", encoding="utf-8") as tally:  # noqa: PTH123
            tally.write(request.path + "\n")
        return self.get_response(request)
