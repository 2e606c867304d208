"""Keeping files of a form that must be corrected first, and giving them back to whoever chose them."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac

from documents.drafts.models import DraftFile
from documents.storage import private_storage
from documents.uploads.rules import UploadRules
from documents.uploads.scanning import ScanState
from documents.uploads.services import AcceptedUpload
from documents.verified import VerifiedStream

LIFE = timedelta(days=1)
PREFIX = "drafts"
SECRET = "draft_files"  # noqa: S105  # the name under which a session keeps its own
BATCH = 200


def keep(
    *, request: HttpRequest, uploads: Sequence[AcceptedUpload], owner_id: int | None = None
) -> list[DraftFile]:
    """Keep files for `owner_id`, else for the person signed in, else for this session.

    Parameters:
        owner_id: whose session has just ended.

    Raises:
        StorageUnavailable: those before the one that failed are kept.
    """
    owner_id = owner_id or request.user.pk
    return [_kept(request, upload, owner_id=owner_id) for upload in uploads]


def found(*, request: HttpRequest, ids: Iterable[str]) -> list[DraftFile]:
    """Those of these files that are the reader's own and still kept, in this order. At most one query."""
    wanted = [number for each in ids if (number := _uuid(each))]
    if not wanted:
        return []
    own = {row.pk: row for row in _own(request).filter(pk__in=wanted, created_at__gt=timezone.now() - LIFE)}
    return [own[number] for number in dict.fromkeys(wanted) if number in own]


def as_upload(*, draft: DraftFile, rules: UploadRules) -> AcceptedUpload:
    """The file as it was when it passed the checks.

    Raises:
        FileError: it cannot be had any more, or the store does not answer.
    """
    stream = VerifiedStream(
        stream=private_storage().open(draft.storage_key),
        key=draft.storage_key,
        size=draft.size,
        sha256=draft.sha256,
    )
    stream.prove_start()
    return AcceptedUpload(
        content=b"".join(stream),
        kind=next(kind for kind in rules.kinds if kind.media_type == draft.media_type),
        sha256=draft.sha256,
        name=draft.name,
        scan=ScanState(draft.scan),
    )


def sweep(*, at: datetime) -> int:
    """Delete what is older than a day, files first; tells how many.

    Raises:
        StorageUnavailable: the rest is deleted the next time.
    """
    rows = list(DraftFile.objects.filter(created_at__lte=at - LIFE).order_by("created_at")[:BATCH])
    for row in rows:
        forget(row)
    return len(rows)


def forget(draft: DraftFile) -> None:
    """Delete a file with its row.

    Raises:
        StorageUnavailable: both are still there.
    """
    private_storage().delete(draft.storage_key)
    draft.delete()


def _kept(request: HttpRequest, upload: AcceptedUpload, *, owner_id: int | None) -> DraftFile:
    key = upload.new_key(prefix=PREFIX)
    private_storage().save(key=key, stream=io.BytesIO(upload.content), media_type=upload.kind.media_type)
    if owner_id is None:
        request.session.setdefault(SECRET, get_random_string(32))
    try:
        return DraftFile.objects.create(
            user_id=owner_id,
            holder=_holder(request) if owner_id is None else "",
            storage_key=key,
            name=upload.name[:255],
            media_type=upload.kind.media_type,
            size=upload.size,
            sha256=upload.sha256,
            scan=upload.scan.value,
        )
    except BaseException:
        private_storage().delete(key)
        raise


def _own(request: HttpRequest) -> QuerySet[DraftFile]:
    """What was chosen in this session before signing in stays at hand afterwards."""
    own = Q(pk__in=[])
    if request.user.is_authenticated:
        own |= Q(user=request.user.pk)
    if SECRET in request.session:
        own |= Q(holder=_holder(request))
    return DraftFile.objects.filter(own)


def _holder(request: HttpRequest) -> str:
    return salted_hmac("ebok.drafts", request.session[SECRET], algorithm="sha256").hexdigest()


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
