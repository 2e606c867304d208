"""Leaked passwords in a local file, for sites without internet.

The file holds one line a hash, `SHA1-IN-CAPITALS:COUNT`, sorted by hash: the form in which the ranges of
the public service are downloaded. It may have tens of gigabytes: a search reads some forty short pieces.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

from selfservice.identity.passwords.errors import LeaksUnavailable

HASH_LENGTH = 40
LONGEST_LINE = 80


def times_seen(password: str, *, path: Path) -> int:
    """How often the password stands in the file; 0 when never.

    Raises:
        LeaksUnavailable: the file cannot be read or is not in the form above.
    """
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    try:
        with path.open("rb") as file:
            return _search(file, wanted=wanted, size=path.stat().st_size)
    except (OSError, ValueError) as error:
        raise LeaksUnavailable(type(error).__name__) from error


def _search(file: BinaryIO, *, wanted: bytes, size: int) -> int:
    """Halve the part of the file [low, high) in which a line with the hash can begin."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        line = _line_from(file, middle)
        if not line:
            high = middle
            continue
        digest, count = _parsed(line)
        if digest == wanted:
            return count
        if digest < wanted:
            low = middle + 1
        else:
            high = middle
    return 0


def _line_from(file: BinaryIO, offset: int) -> bytes:
    """The first whole line that begins at `offset` or later; empty at the end of the file."""
    file.seek(max(offset - 1, 0))
    if offset:
        file.readline(LONGEST_LINE)
    return file.readline(LONGEST_LINE).rstrip()


def _parsed(line: bytes) -> tuple[bytes, int]:
    digest, _colon, count = line.partition(b":")
    if len(digest) != HASH_LENGTH:
        raise ValueError("not a line of hash and count")
    return digest.upper(), int(count)
