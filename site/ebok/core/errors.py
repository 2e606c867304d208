"""Error pages: a plain sentence and the request id as a reference number, whatever is broken.

And the base of errors whose own text is such a sentence.
"""

from __future__ import annotations

import sys
from http import HTTPStatus
from importlib import import_module

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ebok.core.context import current
from ebok.core.zones import zone_of

log = structlog.get_logger(__name__)

RETRY_SECONDS = 10
MACHINE_PREFIXES = ("/api/", "/hooks/", "/health/")
BARE_PAGE = (
    '<!doctype html><html><head><meta charset="utf-8"><title>{title}</title></head>'
    "<body><h1>{title}</h1><p>{reference_label}: {reference}</p></body></html>"
)


class PlainError(Exception):
    """Base of errors whose text (`message`, or what `str()` makes of the facts) is fit for the customer."""

    message: str | Promise = ""

    def __str__(self) -> str:
        return str(self.message)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request makes no sense."""
    return error_page(request, HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: known, but not allowed."""
    return error_page(request, HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form came without its token, mostly because the page was open for long."""
    log.warning("csrf.refused", reason=reason, path=request.path)
    return error_page(request, HTTPStatus.FORBIDDEN, form_expired=True)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such thing, or none that this reader may see."""
    return _page_of_zone(request) or error_page(request, HTTPStatus.NOT_FOUND)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """429: too many tries within a while (allauth asks for it by the name `handler429`)."""
    return error_page(request, HTTPStatus.TOO_MANY_REQUESTS)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. The traceback stands in the log under the same reference number.

    503 with `Retry-After` when a database is away or too busy: worth asking again soon.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = error_page(request, HTTPStatus.SERVICE_UNAVAILABLE)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
    return error_page(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def wrong_method(request: HttpRequest, refusal: HttpResponseBase) -> HttpResponse:
    """405: the address takes a press alone. People come to it who had to sign in after they had pressed.

    Parameters:
        refusal: the empty answer of the view, whose header says what is allowed.
    """
    response = error_page(request, HTTPStatus.METHOD_NOT_ALLOWED)
    response["Allow"] = refusal["Allow"]
    return response


def error_page(request: HttpRequest, status: HTTPStatus, *, form_expired: bool = False) -> HttpResponse:
    """The page `errors/<status>.html`, or a problem document (RFC 9457) for machines.

    The templates get `reference` (the request id) and `form_expired`. A page that cannot be
    rendered, say because the database is away, is replaced by a bare one without any dependency.
    """
    reference = current().request_id
    if request.path.startswith(MACHINE_PREFIXES):
        problem = {"type": "about:blank", "title": status.phrase, "status": status, "reference": reference}
        return JsonResponse(problem, status=status, content_type="application/problem+json")
    # After a failure nothing that asks the database (the context processors) may run again.
    broken = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    facts = {"reference": reference, "form_expired": form_expired, "status": int(status)}
    try:
        page: str = render_to_string(f"errors/{int(status)}.html", facts, request=None if broken else request)
    except Exception:
        log.exception("error_page.not_rendered", status=int(status))
        page = _bare(status, reference)
    return HttpResponse(page, status=status)


def _page_of_zone(request: HttpRequest) -> HttpResponse | None:
    """The zone's own 404, for whoever may enter it; None where the plain page must do."""
    zone = zone_of(request.path_info.removeprefix("/"), import_module(settings.ROOT_URLCONF).ZONES)
    if zone is None or zone.not_found is None:
        return None
    try:
        if not request.user.is_authenticated:
            return None  # and the guard keeps no form that nobody will be asked to send again
        if zone.guard is not None and zone.guard(request) is not None:
            return None
        request.zone = zone  # type: ignore[attr-defined]  # of a mistyped address nobody has set it
        return zone.not_found(request, current().request_id)
    except Http404:
        return None
    except Exception:
        log.exception("error_page.not_rendered", status=int(HTTPStatus.NOT_FOUND), zone=zone.name)
        return None


def _bare(status: HTTPStatus, reference: str) -> str:
    titles = {
        HTTPStatus.BAD_REQUEST: _("This request cannot be understood"),
        HTTPStatus.FORBIDDEN: _("You are not allowed to see this"),
        HTTPStatus.NOT_FOUND: _("There is no such page"),
        HTTPStatus.METHOD_NOT_ALLOWED: _("Nothing was done"),
    }
    title = titles.get(status, _("Something went wrong on our side"))
    label = _("Reference number")
    return format_html(BARE_PAGE, title=title, reference_label=label, reference=reference)
