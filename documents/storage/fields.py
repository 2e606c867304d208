"""Django's view of the private store, for file fields of models."""

from __future__ import annotations

from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible

from documents.errors import FileMissing
from documents.storage import private_storage


@deconstructible
class PrivateFiles(Storage):
    """Keeps the files of a `FileField` in the private store; they have no address of their own."""

    def _save(self, name: str, content: File[Any]) -> str:
        media_type = getattr(content, "content_type", None) or "application/octet-stream"
        content.seek(0)
        return private_storage().save(key=name, stream=content, media_type=media_type).key

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        stream: Any = private_storage().open(name)
        handle: IO[Any] = stream
        return File(handle, name=name)

    def delete(self, name: str) -> None:
        private_storage().delete(name)

    def exists(self, name: str) -> bool:
        try:
            private_storage().stat(name)
        except FileMissing:
            return False
        return True

    def size(self, name: str) -> int:
        return private_storage().stat(name)

    def url(self, name: str | None) -> str:
        """Always empty: who may have the file is decided by a view."""
        return ""
