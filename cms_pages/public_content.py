"""Making an answer that everybody may get: first the request loses all that is personal.

Whatever is rendered inside `public_content` sees an anonymous request: no cookies, no user, no
session, and only the query parameters that the page declares.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.template.response import SimpleTemplateResponse

# Every parameter that a public page may understand; others never reach a page.
PARAMETERS = frozenset(
    {"kind", "area", "from", "to", "archive", "page", "q", "case", "street", "number", "city"}
)
LONGEST_VALUE = 200
# Together two seconds: so long may a shared cache lag behind a publication.
CACHE_CONTROL = "public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=86400"
_MARK = "_ebok_public_content"


def parameters_of(request: HttpRequest) -> dict[str, str]:
    """The known query parameters with their last value, empty and overlong ones left out."""
    return {
        name: request.GET[name]
        for name in request.GET
        if name in PARAMETERS and 0 < len(request.GET[name]) <= LONGEST_VALUE
    }


def public_content(
    request: HttpRequest,
    render: Callable[[], HttpResponseBase],
    *,
    choices: frozenset[str] = frozenset(),
    free: frozenset[str] = frozenset(),
) -> HttpResponseBase:
    """Render for everybody.

    Parameters:
        request: loses cookies, user and all query parameters but `choices` and `free`.
        render: makes the answer; a template response is rendered at once. It must refuse (404) values
            of `choices` that it does not know, so that visitors cannot fill the cache.
        choices: parameters with few values: their answers are stored.
        free: parameters that take free text: answers to them are not stored.
    """
    given = set(parameters_of(request))
    _make_anonymous(request, known=choices | free)
    response = render()
    if isinstance(response, SimpleTemplateResponse):
        response = response.render()
    if "Cache-Control" not in response:
        response["Cache-Control"] = CACHE_CONTROL
        until_this_second_ends(response)
    setattr(response, _MARK, given <= choices)
    return response


def until_this_second_ends(response: HttpResponseBase) -> None:
    """Tell nginx the second in hand instead of a length, which it counts in whole seconds only.

    With one more second of `stale-while-revalidate` an answer is never older than two; counted from
    the fetch it could be three.
    """
    response["X-Accel-Expires"] = f"@{int(time.time())}"


def wants_storing(response: HttpResponseBase) -> bool:
    """Was this made by `public_content`, to be kept, and is there no sign of anything private?"""
    if not getattr(response, _MARK, False) or not isinstance(response, HttpResponse):
        return False
    control = response.get("Cache-Control", "")
    is_private = "private" in control or "no-store" in control
    varies_by_cookie = "cookie" in response.get("Vary", "").lower()
    return response.status_code == 200 and not (response.cookies or is_private or varies_by_cookie)


def _make_anonymous(request: HttpRequest, *, known: frozenset[str]) -> None:
    kept = QueryDict(mutable=True)
    kept.update({name: value for name, value in parameters_of(request).items() if name in known})
    kept._mutable = False
    request.GET = kept  # type: ignore[assignment]
    request.META["QUERY_STRING"] = kept.urlencode()
    for trace in ("HTTP_COOKIE", "CSRF_COOKIE", "CSRF_COOKIE_NEEDS_UPDATE"):
        request.META.pop(trace, None)
    request.COOKIES = {}
    request.user = AnonymousUser()
