"""Delivered documents: PDF and XML files below `files/`, kept by their content in private storage.

Everything is looked at first; bytes are copied as the last act of a load, so that a rejected delivery
leaves nothing behind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from documents.errors import FileMissing
from documents.storage import PrivateStorage, private_storage
from selfservice.exchange import xml
from selfservice.exchange.contract import Table, table_of
from selfservice.exchange.loading.batch import TAKEN, Batch, constant
from selfservice.exchange.loading.database import Database
from selfservice.exchange.loading.report import Fatal, Problem, Report
from selfservice.exchange.loading.source import FILES, Source
from selfservice.exchange.loading.staging import Changes, Staged, undo_name
from selfservice.exchange.loading.values import DOCUMENT_TYPES
from selfservice.exchange.models import DeliveryFile

NAMES = ("path", "storage_key", "sha256", "size", "media_type")
_BATCH = 500
_CHUNK = 1024 * 1024
_NEW = """
    SELECT f.path, f.storage_key, f.size, f.media_type FROM delivery_files f
    WHERE f.path IN (SELECT u.path FROM {undo} u WHERE u._act IN ('I', 'U')) ORDER BY f.path"""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A document of the delivery that was looked at."""

    path: str
    sha256: str
    size: int
    media_type: str

    @property
    def storage_key(self) -> str:
        """Where its bytes stand: the same content, however often delivered, stands once."""
        return f"exchange/{self.sha256[:2]}/{self.sha256}"


def files_table() -> Table:
    """The table of delivered files."""
    return table_of(DeliveryFile)


def take_files(db: Database, *, source: Source, report: Report) -> Changes:
    """Make the rows of all documents of the delivery; those of older deliveries stay."""
    staged = Staged(db=db, table=files_table(), names=NAMES, full=False)
    staged.create()
    staged.fill(_batches(source, report), names=NAMES)
    changes = staged.apply()
    staged.drop()
    return changes


def copy_files(db: Database, *, source: Source) -> None:
    """Copy the bytes of new and changed documents into private storage.

    Raises:
        StorageUnavailable: the store does not take them; the load must not go on.
        Fatal: a file changed while it was being loaded.
    """
    storage = private_storage()
    for path, key, size, media_type in db.rows(_NEW, undo=undo_name("delivery_files")):
        if _kept(storage, key) == size:
            continue
        with source.open(path) as stream:
            stored = storage.save(key=key, stream=stream, media_type=media_type)
        if stored.sha256 != key.rpartition("/")[2]:
            storage.delete(key)
            raise Fatal(Problem(file=path, code="changed", reason="The file changed while it was loaded."))


def look_at(path: str, stream: BinaryIO) -> Found:
    """Checksum, size and kind of one document.

    Raises:
        Fatal: it is not what its name says, or an XML that may not be read.
    """
    digest, size = hashlib.sha256(), 0
    start = stream.read(_CHUNK)
    if path.lower().endswith(".xml"):
        start += stream.read(xml.LARGEST)
        _require_safe_xml(path, start)
    elif not start.startswith(b"%PDF-"):
        raise Fatal(Problem(file=path, code="not_pdf", reason="The file does not begin like a PDF."))
    chunk = start
    while chunk:
        digest.update(chunk)
        size += len(chunk)
        chunk = stream.read(_CHUNK)
    media_type = "application/xml" if path.lower().endswith(".xml") else "application/pdf"
    return Found(path=path, sha256=digest.hexdigest(), size=size, media_type=media_type)


def _batches(source: Source, report: Report) -> Iterator[Batch]:
    some: list[Found] = []
    for path in source.paths(FILES):
        if not path.lower().endswith(DOCUMENT_TYPES):
            report.warning(Problem(file=path, code="ignored", reason="Neither a PDF nor an XML file."))
            continue
        with source.open(path) as stream:
            some.append(look_at(path, stream))
        if len(some) == _BATCH:
            yield _batch(some)
            some = []
    if some:
        yield _batch(some)


def _batch(some: list[Found]) -> Batch:
    columns = [[str(getattr(found, name)) for found in some] for name in NAMES]
    return Batch(lines=[0] * len(some), columns=columns, marks=constant(TAKEN, len(some)))


def _require_safe_xml(path: str, data: bytes) -> None:
    try:
        xml.parse(data)
    except xml.UnsafeXml as error:
        raise Fatal(Problem(file=path, code=error.code, reason=str(error))) from error


def _kept(storage: PrivateStorage, key: str) -> int:
    try:
        return storage.stat(key)
    except FileMissing:
        return -1
