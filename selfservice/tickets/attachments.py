"""Photos and files of a ticket: judged by `documents.uploads`, kept in the private store."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.http import Http404, HttpRequest, HttpResponseBase

from documents.downloads import deliver
from documents.storage import private_storage
from documents.uploads.rules import PHOTOS_PAPERS_AND_TEXTS
from documents.uploads.services import AcceptedUpload
from selfservice.tickets.models import Attachment, Entry, Ticket
from selfservice.tickets.recording import record_act

RULES = PHOTOS_PAPERS_AND_TEXTS
MOST_FILES = 5
PREFIX = "tickets"


@contextmanager
def stored(uploads: Sequence[AcceptedUpload]) -> Iterator[list[str]]:
    """Keep the files and give their keys; when the block fails they are removed again.

    Raises:
        StorageUnavailable: nothing was kept.
    """
    store, keys = private_storage(), []
    try:
        for upload in uploads:
            key = upload.new_key(prefix=PREFIX)
            store.save(key=key, stream=io.BytesIO(upload.content), media_type=upload.kind.media_type)
            keys.append(key)
        yield keys
    except BaseException:
        for key in keys:
            store.delete(key)
        raise


def attach(*, entry: Entry, uploads: Sequence[AcceptedUpload], keys: Sequence[str]) -> None:
    """Write the rows of files that were stored under `keys`."""
    Attachment.objects.bulk_create(
        Attachment(
            entry=entry,
            key=key,
            name=upload.name[:255],
            media_type=upload.kind.media_type,
            size=upload.size,
            sha256=upload.sha256,
        )
        for upload, key in zip(uploads, keys, strict=True)
    )


def give(*, request: HttpRequest, ticket: Ticket, pk: int) -> HttpResponseBase:
    """A photo or file of a thread that the reader may see: always saved, never shown inline.

    That somebody who is signed in fetched it stands in the event log.

    Raises:
        Http404: the thread has no such file.
    """
    attachment = Attachment.objects.filter(pk=pk, entry__ticket=ticket).first()
    if attachment is None:
        raise Http404("No such file.")
    if request.method == "GET" and request.user.is_authenticated:
        record_act("tickets.file_read", ticket=ticket, actor=request.user)
    return deliver(
        request=request,
        key=attachment.key,
        filename=attachment.name,
        media_type=attachment.media_type,
        size=attachment.size,
        sha256=attachment.sha256,
    )
