"""Telling the office, the event log and the reader that a file could not be given."""

from __future__ import annotations

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from documents.errors import FileError
from ebok.audit.services import record
from ebok.core.alarms import raise_alarm
from ebok.core.context import RequestContext, current, entered

log = structlog.get_logger(__name__)


def reported(*, request: HttpRequest, error: FileError, context: RequestContext | None = None) -> None:
    """Raise the alarm and write the failed download into the event log.

    Parameters:
        context: of the request, when its own block has ended already (while bytes are being sent).
    """
    with entered(context or current()):
        alarm_about(error)
        user = getattr(request, "user", None)
        try:
            record(
                action="documents.download_failed",
                actor=user,
                object_type="file",
                object_id=error.key,
                reason=type(error).__name__,
                details={"path": request.path[:200]},
            )
        except DatabaseError:
            log.exception("documents.download_failed.not_recorded", key=error.key)


def alarm_about(error: FileError) -> None:
    """The alarm that fits the error: one for the store as a whole, or one for a single file."""
    key = error.key if error.about_one_file else ""
    raise_alarm(code=error.alarm, key=key, details={"detail": error.detail[:300]})


def fault_page(request: HttpRequest, error: FileError) -> HttpResponse:
    """An honest page: 404 for a missing file, 503 otherwise (507 when there is no space left)."""
    facts = {"error_text": error.text, "reference": current().request_id}
    response = render(request, error.template, facts, status=error.status)
    response["Cache-Control"] = "no-store, private"
    if error.retry_after is not None:
        response["Retry-After"] = str(error.retry_after)
    return response
