"""Passing a stored file on while proving that it is the one that was handed over."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from documents.errors import FileDamaged, FileError
from documents.storage import CHUNK, FileStream


class VerifiedStream:
    """Chunks of a file whose length and SHA-256 are known beforehand.

    The last chunk is held back until the checksum of the whole is right, so whoever reads to the
    end has the right file; a damaged one ends in an error before its end. A file of one chunk
    (most invoices) is proven before its first byte leaves.

    Parameters:
        stream: the open file; closed when this is closed or ends.
        key: of the file, for the error.
        size: expected length in bytes. sha256: expected checksum, 64 hex digits.
        on_failure: called once with an error that comes while chunks are being read.
    """

    def __init__(
        self,
        *,
        stream: FileStream,
        key: str,
        size: int,
        sha256: str,
        on_failure: Callable[[FileError], None] | None = None,
    ) -> None:
        self._stream = stream
        self._key = key
        self._size = size
        self._sha256 = sha256
        self._on_failure = on_failure
        self._digest = hashlib.sha256()
        self._seen = 0
        self._held = b""
        self._ended = False

    def prove_start(self) -> None:
        """Check what can be checked before the first byte leaves: the length, and the first chunk.

        Raises:
            FileDamaged, StorageUnavailable: the file is closed then.
        """
        try:
            if self._stream.size != self._size:
                raise self._damaged(f"{self._stream.size} bytes stand there, expected {self._size}")
            self._held = self._next_chunk()
        except FileError:
            self.close()
            raise
        if self._seen == self._size:
            self._stream.close()

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._ended:
            raise StopIteration
        try:
            following = self._next_chunk()
        except FileError as error:
            self.close()
            if self._on_failure:
                self._on_failure(error)
            raise
        if not following:
            self.close()
        chunk, self._held = self._held, following
        if not chunk:
            raise StopIteration
        return chunk

    def close(self) -> None:
        """Let go of the file; safe to call twice."""
        self._ended = True
        self._stream.close()

    def _next_chunk(self) -> bytes:
        if self._seen == self._size:
            return b""
        chunk = self._stream.read(min(CHUNK, self._size - self._seen))
        self._digest.update(chunk)
        self._seen += len(chunk)
        if not chunk:
            raise self._damaged(f"ends after {self._seen} of {self._size} bytes")
        if self._seen == self._size and self._digest.hexdigest() != self._sha256:
            raise self._damaged("its checksum is wrong")
        return chunk

    def _damaged(self, detail: str) -> FileDamaged:
        return FileDamaged(key=self._key, detail=detail)
