"""Files of a form that cannot be taken yet: kept within limits, with or without a sign-in."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from documents.drafts.models import DraftFile
from documents.drafts.services import keep
from documents.uploads.errors import UploadRefused
from documents.uploads.rules import UploadRules
from documents.uploads.services import AcceptedUpload, accept
from ebok.core import hourly
from ebok.core.addresses import client_address, neighbourhood

FILES_AN_HOUR = 30


def keep_files(*, request: HttpRequest, uploads: Sequence[AcceptedUpload]) -> list[DraftFile]:
    """Keep files that passed the checks; beyond so many an hour from one person or network none is kept.

    Raises:
        StorageUnavailable: those before the one that failed are kept.
    """
    return keep(request=request, uploads=uploads) if uploads and _within(request, len(uploads)) else []


def keep_late_files(*, request: HttpRequest, field: str, rules: UploadRules, most: int) -> list[DraftFile]:
    """Files of a form that came after its session had ended; what fails the checks is left out.

    Raises:
        StorageUnavailable: as `keep_files`.
    """
    files = request.FILES.getlist(field)[:most]
    if not files or not _within(request, len(files)):  # before the work of judging them
        return []
    accepted = []
    for file in files:
        try:
            accepted.append(accept(file=file, name=file.name or "", rules=rules))
        except UploadRefused:
            continue
    return keep(request=request, uploads=accepted)


def _within(request: HttpRequest, count: int) -> bool:
    known = request.user.is_authenticated
    whose = f"user {request.user.pk}" if known else neighbourhood(client_address(request))
    return hourly.within(what="kept.files", subject=whose, most=FILES_AN_HOUR, by=count)
