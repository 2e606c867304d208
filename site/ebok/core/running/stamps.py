"""Remembering what was prepared from which inputs, so that a second start skips it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint_of_files(paths: Iterable[Path]) -> str:
    """A short text that changes when a file below `paths` is added, removed or written anew.

    Looks at names, sizes and times of writing only, so that a start costs no reading.
    """
    digest = hashlib.sha256()
    for path in paths:
        files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
        for file in files:
            facts = file.stat()
            digest.update(f"{file}|{facts.st_size}|{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


class Stamps:
    """One small file for each prepared thing, holding the fingerprint of its inputs.

    Parameters:
        folder: where the files stand; made when needed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def matches(self, *, name: str, fingerprint: str) -> bool:
        """True when `name` was last prepared from inputs with this fingerprint."""
        path = self.folder / name
        return path.exists() and path.read_text(encoding="ascii") == fingerprint

    def put(self, *, name: str, fingerprint: str) -> None:
        """Remember that `name` is prepared."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(fingerprint, encoding="ascii")

    def forget_all(self) -> None:
        """Have everything prepared anew."""
        for path in self.folder.glob("*"):
            path.unlink()
