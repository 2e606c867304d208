"""Middleware that every request passes."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from ebok.core.addresses import client_address
from ebok.core.context import RequestContext, entered, new_request_id
from ebok.core.errors import wrong_method
from ebok.core.signals import access_denied
from ebok.core.uploads_host import picture_sources
from ebok.core.zones import Guard, Zone, entered_zone

GetResponse = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger(__name__)

PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
SECRET_PARAMETERS = frozenset({"token", "key"})
# The field zone will ask for camera and place on pages of its own.
PERMISSIONS = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), usb=()"
)
# Wagtail's page editor still carries inline scripts and styles (site/docs/security.md).
CMS_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; frame-ancestors 'self'; base-uri 'none'; object-src 'none'"
)


class RequestContextMiddleware:
    """Gives each request an id and its true client address, and writes its one line in the log."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        context = RequestContext(request_id=new_request_id(), address=client_address(request))
        with entered(context), structlog.contextvars.bound_contextvars(request_id=context.request_id):
            request.request_id = context.request_id  # type: ignore[attr-defined]
            response = self.get_response(request)
            response["X-Request-ID"] = context.request_id
            _log_request(request, response, seconds=time.perf_counter() - started)
            return response


def _log_request(request: HttpRequest, response: HttpResponseBase, *, seconds: float) -> None:
    """One line a request. Without the query and secrets of links: they do not belong in logs."""
    zone: Zone | None = getattr(request, "zone", None)
    log.info(
        "request",
        method=request.method,
        path=_without_secrets(request),
        status=response.status_code,
        ms=round(seconds * 1000, 1),
        zone=zone.name if zone else "",
    )


def _without_secrets(request: HttpRequest) -> str:
    """The path; links of letters carry a secret in it, as a parameter with a telling name."""
    path = request.path
    found = request.resolver_match.kwargs if request.resolver_match else {}
    for name in SECRET_PARAMETERS & set(found):
        path = path.replace(str(found[name]), "…")
    return path


class SecurityHeadersMiddleware:
    """Content security and permissions policies (names as in Django 6, for an easy move)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = CMS_POLICY if request.path.startswith("/cms/") else PUBLIC_POLICY
        policy = policy.replace("img-src 'self'", f"img-src 'self'{picture_sources()}")
        if getattr(request, "is_dummy", False):  # a preview, which the CMS shows in a frame
            policy = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        response.setdefault("Content-Security-Policy", policy)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        return response


class UrlLanguageMiddleware(LocaleMiddleware):
    """The language stands in the URL and nowhere else, so answers do not vary by header."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class ZoneMiddleware:
    """Lets a request into its zone, or refuses it. What belongs to no zone is refused."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.zones: list[Zone] = import_module(settings.ROOT_URLCONF).ZONES

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        zone: Zone | None = getattr(request, "zone", None)
        if request.method == "GET" and isinstance(response, HttpResponseNotAllowed):
            response = wrong_method(request, response)
        if zone is not None and zone.personal:
            add_never_cache_headers(response)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if "\0" in request.path_info:
            raise Http404  # nothing is named so, and PostgreSQL refuses even to look for it
        route = request.resolver_match.route if request.resolver_match else ""
        zone = entered_zone(path=request.path_info, route=route, zones=self.zones)
        if zone is None:
            log.warning("zone.missing", path=request.path, route=route)
            raise Http404
        request.zone = zone  # type: ignore[attr-defined]
        return _ask_guard(request, zone, zone.guard) if zone.guard else None


def _ask_guard(request: HttpRequest, zone: Zone, guard: Guard) -> HttpResponseBase | None:
    try:
        answer = guard(request)
    except (Http404, PermissionDenied) as refusal:
        _tell_refusal(request, zone, status=404 if isinstance(refusal, Http404) else 403)
        raise
    if answer is not None and answer.status_code in {403, 404}:
        _tell_refusal(request, zone, status=answer.status_code)
    return answer


def _tell_refusal(request: HttpRequest, zone: Zone, *, status: int) -> None:
    """Somebody who is signed in knocked at a closed door; strangers only lost their way."""
    if request.user.is_authenticated:
        access_denied.send(sender=ZoneMiddleware, request=request, zone=zone.name, status=status)
