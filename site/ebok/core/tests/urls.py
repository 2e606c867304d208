"""A small site with one zone of each kind, for tests of the middleware."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import include, path, re_path
from django.utils.translation import get_language

from ebok.core.zones import Zone, closed


def page(request: HttpRequest, *parts: str) -> HttpResponse:
    return HttpResponse(f"{get_language()} {request.path}")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


def senseless(request: HttpRequest) -> HttpResponse:
    raise BadRequest("secret detail")


def forbidding(request: HttpRequest) -> HttpResponseBase | None:
    raise PermissionDenied("secret detail")


def redirecting(request: HttpRequest) -> HttpResponseBase | None:
    return None if request.user.is_authenticated else HttpResponse(status=302, headers={"Location": "/in/"})


def refusing_by_answer(request: HttpRequest) -> HttpResponseBase | None:
    return HttpResponse("no", status=403)


def missing(request: HttpRequest) -> HttpResponse:
    raise Http404("secret detail")


ZONES = [
    Zone(
        name="public",
        routes=frozenset({"open/", "broken/", "senseless/", "missing/", r"^((?:[\w\-]+/)*)$"}),
        public=True,
        personal=False,
    ),
    Zone(name="mine", prefix="mine/", guard=redirecting),
    Zone(name="secret", prefix="secret/", guard=closed),
    Zone(name="staff", prefix="staff/", guard=forbidding),
    Zone(name="rude", prefix="rude/", guard=refusing_by_answer),
    Zone(name="api", prefix="api/v1/", guard=closed),
    Zone(name="health", prefix="health/", public=True),
]

handler400 = "ebok.core.errors.bad_request"
handler403 = "ebok.core.errors.permission_denied"
handler404 = "ebok.core.errors.not_found"
handler500 = "ebok.core.errors.server_error"

urlpatterns = [
    path("health/", include("ebok.core.health_urls")),
    path("api/v1/things/", page),
    path("forgotten/", page),
    *i18n_patterns(
        path("open/", page),
        path("broken/", broken),
        path("senseless/", senseless),
        path("missing/", missing),
        path("mine/", page),
        path("secret/", page),
        path("staff/", page),
        path("rude/", page),
        re_path(r"^((?:[\w\-]+/)*)$", page),
        prefix_default_language=False,
    ),
]
