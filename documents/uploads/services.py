"""Taking a file in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Protocol

from documents.formats import PDF, Format
from documents.names import safe_name
from documents.storage.base import new_key
from documents.uploads.errors import EmptyFile, FileTooLarge, InfectedFile, KindNotTaken
from documents.uploads.kinds import OFFICE, PICTURES, kind_of
from documents.uploads.papers import check_archive, check_pdf
from documents.uploads.pictures import redraw
from documents.uploads.rules import MEGABYTE, UploadRules
from documents.uploads.scanning import ScanState, scan
from ebok.audit.services import record


class Readable(Protocol):
    """What a file is read from: an upload of Django, or any open file."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class AcceptedUpload:
    """A file that may be kept.

    Parameters:
        content: its bytes as they are to be kept (a picture drawn anew).
        kind: recognised kind, with media type and ending.
        sha256: of `content`, 64 lower-case hex digits.
        name: what its sender called it, made harmless and with the right ending; for showing only.
        scan: what the virus scanner said.
    """

    content: bytes
    kind: Format
    sha256: str
    name: str
    scan: ScanState

    @property
    def size(self) -> int:
        """Length in bytes."""
        return len(self.content)

    def new_key(self, *, prefix: str) -> str:
        """A fresh random key to keep it under; nothing of the sender's name is in it."""
        return new_key(prefix=prefix)


def accept(*, file: Readable, name: str, rules: UploadRules, actor: Any = None) -> AcceptedUpload:
    """Read a file handed in, judge it by its content and make it harmless.

    Parameters:
        file: open at its start; at most one byte more than the rules allow is read.
        name: what its sender calls it; not believed.
        actor: who hands it in, for the event log should it be infected.

    Raises:
        UploadRefused: one of its subclasses says why, fit for the sender.
    """
    content = file.read(rules.largest + 1)
    if not content:
        raise EmptyFile
    if len(content) > rules.largest:
        raise FileTooLarge(megabytes=rules.largest // MEGABYTE)
    kind = kind_of(content)
    if kind is None or kind not in rules.kinds:
        raise KindNotTaken(kinds=rules.names)
    # The scanner sees what was sent, not what we make of it.
    state = _scanned(content, actor=actor)
    content, kind = _harmless(content, kind=kind, rules=rules)
    return AcceptedUpload(
        content=content,
        kind=kind,
        sha256=hashlib.sha256(content).hexdigest(),
        name=_with_ending(name, kind=kind),
        scan=state,
    )


def _harmless(content: bytes, *, kind: Format, rules: UploadRules) -> tuple[bytes, Format]:
    if kind in PICTURES:
        return redraw(content, kind=kind, rules=rules)
    if kind is PDF:
        check_pdf(content)
    if kind in OFFICE:
        check_archive(content)
    return content, kind


def _scanned(content: bytes, *, actor: Any) -> ScanState:
    state = scan(content)
    if state is ScanState.INFECTED:
        digest = hashlib.sha256(content).hexdigest()
        record(action="documents.upload_infected", actor=actor, details={"sha256": digest})
        raise InfectedFile
    return state


def _with_ending(name: str, *, kind: Format) -> str:
    stem = safe_name(name).rpartition(".")[0] or safe_name(name)
    return f"{stem}.{kind.ending}"
