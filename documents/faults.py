"""Telling the office, the event log and the reader that a file could not be given."""

from __future__ import annotations

from http import HTTPStatus

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from documents.errors import FileDamaged, FileError, FileMissing, StorageFull, StorageUnavailable
from ebok.audit.services import record
from ebok.core.alarms import raise_alarm
from ebok.core.context import RequestContext, current, entered

log = structlog.get_logger(__name__)

# Seconds after which it makes sense to ask again: a store comes back by itself, a file does not.
_SOON, _LATER = 30, 3600


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
    details = {"detail": error.detail[:300]}
    if isinstance(error, StorageFull):
        raise_alarm(code="documents.storage_full", details=details)
    elif isinstance(error, StorageUnavailable):
        raise_alarm(code="documents.storage_unavailable", details=details)
    elif isinstance(error, FileMissing):
        raise_alarm(code="documents.file_missing", key=error.key, details=details)
    else:
        raise_alarm(code="documents.file_damaged", key=error.key, details=details)


def fault_page(request: HttpRequest, error: FileError) -> HttpResponse:
    """An honest page: 404 for a missing file, 503 otherwise (507 when there is no space left)."""
    if isinstance(error, FileMissing):
        status, template, seconds = HTTPStatus.NOT_FOUND, "documents/file_missing.html", None
    elif isinstance(error, FileDamaged):
        status, template, seconds = HTTPStatus.SERVICE_UNAVAILABLE, "documents/file_damaged.html", _LATER
    elif isinstance(error, StorageFull):
        status, template, seconds = (
            HTTPStatus.INSUFFICIENT_STORAGE,
            "documents/storage_unavailable.html",
            _LATER,
        )
    else:
        status, template, seconds = (
            HTTPStatus.SERVICE_UNAVAILABLE,
            "documents/storage_unavailable.html",
            _SOON,
        )
    facts = {"error_text": error.text, "reference": current().request_id}
    response = render(request, template, facts, status=status)
    response["Cache-Control"] = "no-store, private"
    if seconds is not None:
        response["Retry-After"] = str(seconds)
    return response
