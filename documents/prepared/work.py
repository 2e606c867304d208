"""Putting a package together, outside of any request."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import IO, Any

from django.conf import settings
from django.utils import timezone

from documents.errors import FileError, StorageUnavailable
from documents.prepared.makers import NoLongerAllowed, Part, maker_of
from documents.prepared.models import PreparedDownload, PreparedState
from documents.prepared.names import Names
from documents.prepared.services import WORK, ZIP
from documents.prepared.signals import package_ready
from documents.storage import private_storage
from ebok.outbox.errors import TemporaryError
from ebok.outbox.handlers import handles

IN_MEMORY = 8 * 2**20
"""Bytes of a package that stay in memory; a larger one goes to a temporary file."""
MISSING_LIST = "BRAK-MISSING.txt"


@handles(WORK, lease_seconds=900)
def prepare(payload: Mapping[str, Any]) -> None:
    """Make the package; doing it again replaces the same file, so a repeat is harmless."""
    waiting = PreparedDownload.objects.filter(pk=payload["download"], state=PreparedState.WAITING)
    download = waiting.first()
    if download is None:
        return
    try:
        _make(download)
    except NoLongerAllowed:
        _fail(download, "not_allowed")
    except StorageUnavailable as error:
        raise TemporaryError("the store of files is away") from error


def _make(download: PreparedDownload) -> None:
    parts = maker_of(download.kind)(download)
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        missing = packed(file, parts=parts, told=_progress(download, total=len(parts)))
        file.seek(0)
        stored = private_storage().save(key=download.storage_key, stream=file, media_type=ZIP)
    now = timezone.now()
    wanted = [PreparedState.WAITING, PreparedState.READY]  # ready: a second worker has made it, too
    made = PreparedDownload.objects.filter(pk=download.pk, state__in=wanted).update(
        state=PreparedState.READY,
        done=len(parts),
        total=len(parts),
        left_out=len(missing),
        size=stored.size,
        sha256=stored.sha256,
        finished_at=now,
        expires_at=now + timedelta(days=settings.PREPARED_KEEP_DAYS),
    )
    if made:
        package_ready.send(sender=PreparedDownload, download=PreparedDownload.objects.get(pk=download.pk))
    else:
        # Its person left while it was made: nobody else would ever delete the file.
        private_storage().delete(download.storage_key)


def packed(file: IO[bytes], *, parts: Sequence[Part], told: Callable[[int], None]) -> list[str]:
    """Write a ZIP of all parts into `file`, in flat memory; returns the names of those left out.

    Parameters:
        told: called with the number of parts done so far.
    """
    missing: list[str] = []
    names = Names()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for count, part in enumerate(parts, start=1):
            name = names.free(part.name)
            try:
                _write(archive, name, part)
            except StorageUnavailable:
                raise
            except FileError:
                missing.append(name)
            told(count)
        if missing:
            archive.writestr(MISSING_LIST, "\r\n".join(missing))
    return missing


def _write(archive: zipfile.ZipFile, name: str, part: Part) -> None:
    # All of a part is read before its entry begins: a file that breaks off leaves no half entry behind.
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as whole:
        for chunk in part.open():
            whole.write(chunk)
        whole.seek(0)
        with archive.open(name, "w", force_zip64=True) as entry:
            while piece := whole.read(IN_MEMORY):
                entry.write(piece)


def _progress(download: PreparedDownload, *, total: int) -> Callable[[int], None]:
    """Writes the count at most some fifty times a package, however many files it has."""
    step = max(1, total // 50)

    def tell(done: int) -> None:
        if done % step == 0:
            PreparedDownload.objects.filter(pk=download.pk).update(done=done, total=total)

    return tell


def _fail(download: PreparedDownload, fault: str) -> None:
    PreparedDownload.objects.filter(pk=download.pk).update(
        state=PreparedState.FAILED, fault=fault, finished_at=timezone.now()
    )
