"""Guards of what a secret opens: a link to a calendar, a personal token of a program. No cookie counts."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from ebok.core import hourly
from selfservice.access.feeds import limits
from selfservice.access.feeds.services import opened_link, user_of_token
from selfservice.zones.api.knocking import knocks_too_often

BEARER = "Bearer "


def feed_guard(request: HttpRequest) -> HttpResponseBase | None:
    """Whoever holds the secret of a link (`?key=`), while the access behind it holds.

    The secret stands in the query, which our log does not keep.

    Raises:
        Http404: an unknown or revoked secret, and an ended access, look alike.
    """
    opened = opened_link(token=request.GET.get("key", ""))
    if opened is None:
        if knocks_too_often(request):
            return HttpResponse(status=429, headers={"Retry-After": str(hourly.SECONDS)})
        raise Http404("No such calendar.")
    if not hourly.within(what="calendar.fetches", subject=str(opened.link.pk), most=limits.FETCHES):
        return HttpResponse(status=429, headers={"Retry-After": str(hourly.SECONDS)})
    request.opened_link = opened  # type: ignore[attr-defined]
    return None


def personal_token_guard(request: HttpRequest) -> HttpResponseBase | None:
    """A program with a personal token; everybody else gets 401, too frequent ones 429."""
    header = request.headers.get("Authorization", "")
    user = user_of_token(token=header.removeprefix(BEARER)) if header.startswith(BEARER) else None
    if user is None:
        if knocks_too_often(request):
            return _refused("too_many_requests", status=429)
        answer = _refused("unauthorized", status=401)
        answer["WWW-Authenticate"] = 'Bearer realm="portal"'
        return answer
    if not hourly.within(what="token.calls", subject=str(user.pk), most=limits.CALLS):
        return _refused("too_many_requests", status=429)
    request.user = user
    return None


def _refused(error: str, *, status: int) -> JsonResponse:
    answer = JsonResponse({"error": error}, status=status)
    if status == 429:
        answer["Retry-After"] = str(hourly.SECONDS)
    return answer
