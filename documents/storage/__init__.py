"""Private files: customers' documents, attachments, deliveries. Never public, never in MEDIA_ROOT.

`STORAGE_URL` names the store: `file:///folder` or `s3://KEY:SECRET@host:port/bucket`. The
zone that calls decides who may read; this package only keeps bytes.
"""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from documents.errors import FileDamaged, FileError, FileMissing, StorageFull, StorageUnavailable
from documents.storage.address import Bucket, parsed
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
    address = parsed(url)
    if isinstance(address, Bucket):
        # boto3 costs half a second to import; a folder does without it.
        from documents.storage.s3 import S3Storage

        return S3Storage(bucket=address)
    return LocalStorage(root=address.root)
