"""Giving a private file to somebody who may have it. Who may, the calling zone has decided."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)

from documents.errors import FileDamaged
from documents.faults import reported
from documents.names import attachment
from documents.storage import PrivateStorage, private_storage
from documents.storage.local import LocalStorage
from documents.verified import VerifiedStream
from ebok.core.context import current

LINK_SECONDS = 60
"""Longest life of a link to a file."""


def deliver(
    *, request: HttpRequest, key: str, filename: str, media_type: str, size: int, sha256: str
) -> HttpResponseBase:
    """The answer that lets the browser save a stored file. It is always saved, never shown inline.

    Bytes go one of three ways, all in flat memory: streamed and checked by us (default), by nginx
    (`DOWNLOADS_X_ACCEL_PREFIX`, local store), or by the S3 server over a link of `LINK_SECONDS`
    (`DOWNLOADS_BY_LINK`).

    Parameters:
        key: of the file in the private store.
        filename: what the reader's copy is called; Polish letters are fine.
        size: expected length in bytes. sha256: expected checksum, 64 hex digits.

    Raises:
        FileMissing, FileDamaged, StorageUnavailable: before the first byte; `FileFaultMiddleware`
        answers. Later, the transfer is aborted and can never be taken for the whole file.
    """
    store = private_storage()
    if settings.DOWNLOADS_BY_LINK and (link := _link(store, key, filename, media_type)):
        _check_size(store=store, key=key, size=size)
        return _redirect(link)
    response: HttpResponseBase
    if settings.DOWNLOADS_X_ACCEL_PREFIX and isinstance(store, LocalStorage):
        _check_size(store=store, key=key, size=size)
        response = _by_nginx(key)
    else:
        response = _by_us(request=request, store=store, key=key, size=size, sha256=sha256)
    return as_download(response, filename=filename, media_type=media_type)


def as_download(response: HttpResponseBase, *, filename: str, media_type: str) -> HttpResponseBase:
    """Add the headers of a private download: saved under `filename`, kept by no cache, never run."""
    response["Content-Type"] = media_type
    response["Content-Disposition"] = attachment(filename)
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    return response


def _by_us(
    *, request: HttpRequest, store: PrivateStorage, key: str, size: int, sha256: str
) -> StreamingHttpResponse:
    context = current()
    stream = VerifiedStream(
        stream=store.open(key),
        key=key,
        size=size,
        sha256=sha256,
        on_failure=lambda error: reported(request=request, error=error, context=context),
    )
    stream.prove_start()
    response = StreamingHttpResponse(stream)
    response["Content-Length"] = str(size)
    return response


def _by_nginx(key: str) -> HttpResponse:
    path = f"{settings.DOWNLOADS_X_ACCEL_PREFIX.rstrip('/')}/{quote(key)}"
    return HttpResponse(headers={"X-Accel-Redirect": path})


def _link(store: PrivateStorage, key: str, filename: str, media_type: str) -> str | None:
    return store.link(key=key, disposition=attachment(filename), media_type=media_type, seconds=LINK_SECONDS)


def _redirect(link: str) -> HttpResponseRedirect:
    headers = {"Cache-Control": "no-store, private", "Referrer-Policy": "no-referrer"}
    return HttpResponseRedirect(link, headers=headers)


def _check_size(*, store: PrivateStorage, key: str, size: int) -> None:
    found = store.stat(key)
    if found != size:
        raise FileDamaged(key=key, detail=f"{found} bytes stand there, expected {size}")
