"""Private files: customers' documents, attachments, deliveries. Never public, never in MEDIA_ROOT.

`STORAGE_URL` names the store: `file:///folder`. The zone that calls decides who may read; this
package only keeps bytes.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from documents.errors import FileDamaged, FileError, FileMissing, StorageFull, StorageUnavailable
from documents.storage.base import CHUNK, FileStream, PrivateStorage, StoredFile, new_key
from documents.storage.local import LocalStorage

__all__ = [
    "CHUNK",
    "FileDamaged",
    "FileError",
    "FileMissing",
    "FileStream",
    "PrivateStorage",
    "StorageFull",
    "StorageUnavailable",
    "StoredFile",
    "new_key",
    "private_storage",
]


def private_storage() -> PrivateStorage:
    """The store that `STORAGE_URL` names; one object a process.

    Raises:
        ImproperlyConfigured: the URL names no store we know.
    """
    return _store(settings.STORAGE_URL)


@lru_cache(maxsize=8)
def _store(url: str) -> PrivateStorage:
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path not in ("", "/"):
        return LocalStorage(root=Path(unquote(parts.path)))
    raise ImproperlyConfigured("STORAGE_URL must be file:///folder or s3://KEY:SECRET@host:port/bucket.")
