"""Files of a form that cannot be taken yet: kept within limits, with or without a sign-in."""

from __future__ import annotations

from django.http import HttpRequest

from documents.drafts.models import DraftFile
from documents.drafts.services import keep
from documents.uploads.errors import UploadRefused
from documents.uploads.rules import UploadRules
from documents.uploads.services import accept
from ebok.core import hourly
from ebok.core.addresses import client_address, neighbourhood

FILES_AN_HOUR = 30


def may_keep(*, request: HttpRequest, count: int) -> bool:
    """May so many more files of this person or network be judged and kept in this hour? Asking counts."""
    known = request.user.is_authenticated
    whose = f"user {request.user.pk}" if known else neighbourhood(client_address(request))
    return hourly.within(what="kept.files", subject=whose, most=FILES_AN_HOUR, by=count)


def keep_late_files(
    *, request: HttpRequest, field: str, rules: UploadRules, most: int, owner_id: int | None = None
) -> list[DraftFile]:
    """Files of a form that came after its session had ended; what fails the checks is left out.

    Parameters:
        owner_id: whose session it was, where that is known.

    Raises:
        StorageUnavailable: those before the one that failed are kept.
    """
    files = request.FILES.getlist(field)[:most]
    if not files or not may_keep(request=request, count=len(files)):  # before the work of judging them
        return []
    accepted = []
    for file in files:
        try:
            accepted.append(accept(file=file, name=file.name or "", rules=rules))
        except UploadRefused:
            continue
    return keep(request=request, uploads=accepted, owner_id=owner_id)
