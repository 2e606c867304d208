"""The outgoing journal for the billing system: fetch lines, answer them."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from ebok.audit.services import record
from selfservice.exchange.contract import SCHEMA
from selfservice.exchange.outgoing.answering import LARGEST, answer_line
from selfservice.exchange.outgoing.formats import as_line
from selfservice.exchange.outgoing.services import MOST_LINES, hand_out


@csrf_exempt  # the token is in a header, which no foreign page can make a browser send
@require_GET
def outgoing(request: HttpRequest) -> JsonResponse:
    """Lines after `after` (0 when left out), at most `limit`; `next_after` is what to ask for next."""
    try:
        after = _number(request, "after", default=0)
        limit = _number(request, "limit", default=MOST_LINES)
    except ValueError:
        return _refused("after and limit must be whole numbers from 0 on")
    entries = hand_out(after=after, limit=max(1, limit))
    if entries:
        record(
            action="outgoing.handed_out",
            actor_role="supplier",
            object_type="supplier_token",
            object_id=request.supplier_token.name,  # type: ignore[attr-defined]
            details={"from": entries[0].seq, "to": entries[-1].seq},
        )
    lines = [as_line(entry) for entry in entries]
    return JsonResponse(
        {"schema": SCHEMA, "lines": lines, "next_after": entries[-1].seq if entries else after}
    )


@csrf_exempt
@require_POST
def acknowledge(request: HttpRequest) -> JsonResponse:
    """Answers `{"lines": [{"seq", "state", "reason"}]}`, each taken or refused on its own."""
    try:
        lines: Any = json.loads(request.body)["lines"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return _refused('the body must be JSON such as {"lines": [{"seq": 1, "state": "accepted"}]}')
    if not isinstance(lines, list) or len(lines) > MOST_LINES:
        return _refused(f"lines must be a list of at most {MOST_LINES}")
    return JsonResponse({"lines": [answer_line(line) for line in lines]})


def _number(request: HttpRequest, name: str, *, default: int) -> int:
    text = request.GET.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))):
        raise ValueError(name)
    return min(int(text), LARGEST)


def _refused(message: str) -> JsonResponse:
    return JsonResponse({"error": "bad_request", "message": message}, status=400)
