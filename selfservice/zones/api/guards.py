"""Guards of the interfaces for machines: a token, no cookie, no session."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, JsonResponse

from ebok.audit.services import record
from ebok.core import hourly
from selfservice.exchange.outgoing.tokens import token_of
from selfservice.zones.api.knocking import knocks_too_often


def supplier_guard(request: HttpRequest) -> HttpResponseBase | None:
    """The billing system, by its bearer token of scope `exchange`; everybody else gets 401.

    A refusal is an event; whoever guesses on and on gets 429, so that nobody floods the event log.
    """
    token = token_of(header=request.headers.get("Authorization", ""))
    if token is None:
        if knocks_too_often(request):
            answer = JsonResponse({"error": "too_many_requests"}, status=429)
            answer["Retry-After"] = str(hourly.SECONDS)
            return answer
        record(action="outgoing.refused", object_type="zone", object_id="exchange-api")
        answer = JsonResponse({"error": "unauthorized"}, status=401)
        answer["WWW-Authenticate"] = 'Bearer realm="exchange"'
        return answer
    request.supplier_token = token  # type: ignore[attr-defined]
    return None
