"""Comparing two answers and what they cost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connections
from django.test.utils import CaptureQueriesContext


def bare(answer: Any, *numbers: str) -> tuple[int, str, dict[str, str]]:
    """Status, body and headers, without the reference number and the numbers that were asked for."""
    text = _without(re.sub(r"[0-9a-f]{32}", "REFERENCE", answer.content.decode()), numbers)
    # Expires is the present second; the length follows from the numbers that were replaced.
    changing = {"X-Request-ID", "Content-Length", "Expires"}
    headers = {name: _without(value, numbers) for name, value in answer.items() if name not in changing}
    return answer.status_code, text, headers


def questions(ask: Callable[[], Any]) -> tuple[Any, int, int]:
    """The answer with the numbers of queries to the portal's own database and to the exchange."""
    with (
        CaptureQueriesContext(connections["default"]) as own,
        CaptureQueriesContext(connections["exchange"]) as shared,
    ):
        answer = ask()
    return answer, len(own), len(shared)


def _without(text: str, numbers: Iterable[str]) -> str:
    for number in numbers:
        text = text.replace(number, "NUMBER")
    return text
