"""What every store of private files can do.

A store knows bytes under opaque keys and nothing else: file names, owners and expected checksums
live with whoever refers to the key.
"""

from __future__ import annotations

import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, Self

CHUNK = 256 * 1024
"""Bytes held at a time while a file passes through; memory stays flat whatever its size."""

_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]*(?:/[a-z0-9][a-z0-9_.-]*)*")
_LONGEST_KEY = 240


class Source(Protocol):
    """What a file is read from while it is kept: anything with `read(size)`."""

    def read(self, size: int, /) -> bytes: ...


class FileStream(Protocol):
    """An open file: its full length in bytes, and its bytes in chunks. Close it, or use `with`."""

    @property
    def size(self) -> int: ...
    def read(self, size: int = -1, /) -> bytes: ...
    def close(self) -> None: ...
    def __iter__(self) -> Iterator[bytes]: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *problem: object) -> None: ...


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file just kept: key, length in bytes, SHA-256 as 64 lower-case hex digits, media type."""

    key: str
    size: int
    sha256: str
    media_type: str


def new_key(*, prefix: str) -> str:
    """A fresh opaque key with 128 random bits, such as `letters/3f/3f09...`.

    The two digits in the middle keep folders small in a local store.
    """
    token = secrets.token_hex(16)
    return checked_key(f"{prefix}/{token[:2]}/{token}")


def checked_key(key: str) -> str:
    """The key itself, when it cannot lead out of the store.

    Raises:
        ValueError: it is empty, too long, absolute, climbs (`..`) or has other letters than
            `a-z 0-9 _ . - /`.
    """
    if len(key) > _LONGEST_KEY or not _KEY.fullmatch(key):
        raise ValueError(f"No key of a stored file: {key[:60]!r}")
    return key


class PrivateStorage(ABC):
    """A store of private files: a folder, or a bucket."""

    @abstractmethod
    def save(self, *, key: str, stream: Source, media_type: str) -> StoredFile:
        """Keep all bytes of `stream` under `key`, wholly or not at all; an older file is replaced.

        Raises:
            StorageFull, StorageUnavailable: nothing was kept, an older file stands as it was.
            ValueError: the key is malformed.
        """

    @abstractmethod
    def open(self, key: str) -> FileStream:
        """The file, opened for reading from its start.

        Raises:
            FileMissing, StorageUnavailable: at once, not while reading.
        """

    @abstractmethod
    def stat(self, key: str) -> int:
        """Its length in bytes. Raises FileMissing, StorageUnavailable."""

    @abstractmethod
    def delete(self, key: str) -> None:
        """Remove the file; one that is not there is no error. Raises StorageUnavailable."""

    @abstractmethod
    def check(self) -> str:
        """Ask the store whether it can be written and read; a few words for the health page.

        Raises:
            StorageUnavailable: it cannot.
        """

    def link(self, *, key: str, disposition: str, media_type: str, seconds: int) -> str | None:
        """A link that lets its bearer fetch the file from the store itself for `seconds`, or None."""
        return None
