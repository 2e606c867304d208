"""Private files in a folder of this machine, outside everything that a web server serves."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Self

from documents.errors import FileMissing, StorageFull, StorageUnavailable
from documents.storage.base import CHUNK, PrivateStorage, Source, StoredFile, checked_key

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FILE_MODE, FOLDER_MODE = 0o640, 0o750  # the group reads: nginx sends what the application points to
_INCOMING = ".incoming"


class LocalStream:
    """An open file of the folder."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = os.fstat(file.fileno()).st_size

    def read(self, size: int = -1, /) -> bytes:
        return self._file.read(size)

    def close(self) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self._file.read(CHUNK):
            yield chunk

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()


class LocalStorage(PrivateStorage):
    """Files under `root`, readable by this user alone.

    A file is written beside the others, flushed to the disk and then renamed, so a reader sees
    the old file or the new one, and a crash leaves no half file under a key.
    """

    def __init__(self, *, root: Path) -> None:
        self.root = root

    def path(self, key: str) -> Path:
        """Where the file of `key` lies. Raises ValueError for a malformed key."""
        return self.root / checked_key(key)

    def save(self, *, key: str, stream: Source, media_type: str) -> StoredFile:
        target = self.path(key)
        try:
            temporary = self._new_temporary()
            try:
                size, sha256 = _write(temporary, stream)
                target.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
                temporary.replace(target)
                _flush_folder(target.parent)
            finally:
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)
        except OSError as error:
            raise _failed(error, key) from error
        return StoredFile(key=key, size=size, sha256=sha256, media_type=media_type)

    def open(self, key: str) -> LocalStream:
        try:
            return LocalStream(self.path(key).open("rb"))
        except OSError as error:
            raise _not_read(error, key) from error

    def stat(self, key: str) -> int:
        with self.open(key) as stream:
            return stream.size

    def delete(self, key: str) -> None:
        try:
            self.path(key).unlink(missing_ok=True)
        except OSError as error:
            raise _failed(error, key) from error

    def check(self) -> str:
        try:
            temporary = self._new_temporary()
            temporary.write_bytes(b"ok")
            temporary.unlink()
            room = os.statvfs(self.root)
        except OSError as error:
            raise _failed(error, "") from error
        return f"folder, {room.f_bavail * room.f_frsize // 2**20} MiB free"

    def _new_temporary(self) -> Path:
        folder = self.root / _INCOMING
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        return folder / secrets.token_hex(16)


def _write(path: Path, stream: Source) -> tuple[int, str]:
    digest = hashlib.sha256()
    size = 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    with os.fdopen(descriptor, "wb") as file:
        while chunk := stream.read(CHUNK):
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        file.flush()
        os.fsync(file.fileno())
    return size, digest.hexdigest()


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _not_read(error: OSError, key: str) -> FileMissing | StorageUnavailable:
    if isinstance(error, (FileNotFoundError, NotADirectoryError, IsADirectoryError)):
        return FileMissing(key=key, detail=str(error))
    return _failed(error, key)


def _failed(error: OSError, key: str) -> StorageUnavailable:
    kind = StorageFull if error.errno in _FULL else StorageUnavailable
    return kind(key=key, detail=str(error))
