"""Where a delivery lies: a folder, or a zip of it. Nothing outside of it can be reached."""

from __future__ import annotations

import os
import stat
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings

from selfservice.exchange.loading.report import Fatal, Problem

MANIFEST = "manifest.json"
FILES = "files"
_RATIO = 250
_RATIO_MATTERS_FROM = 10 * 1024 * 1024


class Absent(LookupError):
    """The delivery has no such file."""


class Source(ABC):
    """The files of one delivery, by their path from its root, with `/` between folders."""

    @abstractmethod
    def open(self, path: str) -> BinaryIO:
        """The file's bytes. Raises Absent, or Fatal for a path that may not be followed."""

    @abstractmethod
    def paths(self, folder: str) -> Iterator[str]:
        """Paths of all files below a folder, in a stable order."""

    @abstractmethod
    def close(self) -> None:
        """Let go of it."""

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()


def open_source(path: Path) -> Source:
    """The delivery at a path.

    Raises:
        Fatal: there is nothing, or a zip that is broken, a bomb, or leads out of itself.
    """
    if path.is_dir():
        return Folder(path)
    if not path.exists():
        raise _fatal(str(path.name), "absent", "There is no such folder or zip file.")
    try:
        return Zip(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _fatal(path.name, "bad_zip", f"Neither a folder nor a readable zip file: {error}.") from error


def require_safe(path: str) -> str:
    """The path itself, when it stays inside the delivery.

    Raises:
        Fatal: it is absolute, climbs, or has characters that mean something else elsewhere.
    """
    if not is_safe(path):
        raise _fatal(path[:200], "unsafe_path", "The path leads out of the delivery's folder.")
    return path


def is_safe(path: str) -> bool:
    """Does the path stay inside the delivery, on every system that could read it?"""
    parts = path.split("/")
    climbs = any(part in ("", ".", "..") for part in parts)
    return not (climbs or "\\" in path or ":" in parts[0] or "\0" in path)


class Folder(Source):
    """A delivery in a folder; symbolic links in it are refused."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def open(self, path: str) -> BinaryIO:
        place = self.root
        for part in require_safe(path).split("/"):
            place = place / part
            if place.is_symlink():
                raise _fatal(path, "unsafe_path", "Symbolic links are not followed.")
        if not place.is_file():
            raise Absent(path)
        return place.open("rb")

    def paths(self, folder: str) -> Iterator[str]:
        for where, folders, names in os.walk(self.root / folder):
            folders.sort()
            for name in sorted(names):
                yield (Path(where) / name).relative_to(self.root).as_posix()

    def close(self) -> None:
        return None


class Zip(Source):
    """A delivery in a zip, read in place; it may have one folder around everything."""

    def __init__(self, path: Path) -> None:
        self.archive = zipfile.ZipFile(path)
        self.members = {member.filename: member for member in self.archive.infolist() if not member.is_dir()}
        self._judge(path.name)
        roots = [name for name in self.members if name.count("/") == 1 and name.endswith(f"/{MANIFEST}")]
        around = MANIFEST not in self.members and len(roots) == 1
        self.prefix = roots[0].removesuffix(MANIFEST) if around else ""

    def _judge(self, name: str) -> None:
        listed = self.archive.infolist()
        for member in listed:
            require_safe(member.filename.removesuffix("/"))
            if stat.S_ISLNK(member.external_attr >> 16):
                raise _fatal(member.filename, "unsafe_path", "The zip holds a symbolic link.")
            if member.flag_bits & 1:
                raise _fatal(member.filename, "bad_zip", "The zip is encrypted.")
            swells = member.file_size > _RATIO * max(member.compress_size, 1)
            if swells and member.file_size > _RATIO_MATTERS_FROM:
                raise _fatal(member.filename, "zip_bomb", "The file is packed too tightly to be honest.")
        if len({member.filename for member in listed}) < len(listed):
            raise _fatal(name, "bad_zip", "The zip holds two files of one name.")
        if sum(member.file_size for member in listed) > settings.EXCHANGE_MAX_BYTES:
            raise _fatal(name, "zip_bomb", "The zip unpacks to more than EXCHANGE_MAX_BYTES.")

    def open(self, path: str) -> BinaryIO:
        member = self.members.get(self.prefix + require_safe(path))
        if member is None:
            raise Absent(path)
        return cast(BinaryIO, self.archive.open(member))

    def paths(self, folder: str) -> Iterator[str]:
        start = f"{self.prefix}{folder}/"
        yield from sorted(name.removeprefix(self.prefix) for name in self.members if name.startswith(start))

    def close(self) -> None:
        self.archive.close()


def _fatal(file: str, code: str, reason: str) -> Fatal:
    return Fatal(Problem(file=file, code=code, reason=reason))
