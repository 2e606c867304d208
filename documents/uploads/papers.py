"""PDF and office files are kept as they are, so nothing else may be hidden in them."""

from __future__ import annotations

import io
import re
import zipfile

from documents.formats import UNREADABLE
from documents.uploads.errors import DamagedFile, HiddenContent

# The end mark stands at the very end; some programmes write a little behind it.
END_WITHIN = 2048
# Acts that a reader of papers has no use for. Packed streams are left to the virus scanner.
ACTS = ("JavaScript", "JS", "Launch", "EmbeddedFiles", "EmbeddedFile", "RichMedia", "XFA")
MARKUP = re.compile(rb"<\s*(script|html|svg|!doctype)", re.IGNORECASE)
MARKUP_WITHIN = 1024


def _sign(letter: str) -> str:
    """A letter of a name, as it stands or as a number: `J`, `#4A`, `#4a` (ISO 32000-1, 7.3.5)."""
    return f"(?:{letter}|#(?i:{ord(letter):02x}))"


# Written out letter by letter, so that nothing has to be rewritten before it is searched.
ACTIVE = re.compile(f"/(?:{'|'.join(''.join(map(_sign, act)) for act in ACTS)})\\b".encode())

MOST_PARTS = 2000
MOST_UNPACKED = 100 * 1024 * 1024
# Text packs to a tenth; whole files of zeros to a thousandth.
MOST_RATIO = 200
MACRO_PARTS = ("basic/", "scripts/", "word/vba", "xl/vba", "word/activex", "xl/activex", "word/embeddings")


def check_pdf(content: bytes) -> None:
    """Raise unless the content is one PDF from its first byte to its last, without scripts and programmes.

    Raises:
        DamagedFile: the end is missing.
        HiddenContent: a page, an archive, a script or another file is in it.
    """
    if b"%%EOF" not in content[-END_WITHIN:]:
        raise DamagedFile
    if MARKUP.search(content[:MARKUP_WITHIN]) or zipfile.is_zipfile(io.BytesIO(content)):
        raise HiddenContent
    if ACTIVE.search(content):
        raise HiddenContent


def check_archive(content: bytes) -> None:
    """Raise unless an office file (a ZIP archive) is sound, of sane size and without macros.

    Only the table of contents is read: nothing is unpacked to find a bomb.

    Raises:
        DamagedFile: not a sound archive.
        HiddenContent: far more data than it seems, macros, encrypted parts or names that lead elsewhere.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except UNREADABLE as error:
        raise DamagedFile from error
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > min(MOST_UNPACKED, MOST_RATIO * len(content)):
        raise HiddenContent
    if any(_is_suspicious(part) for part in parts):
        raise HiddenContent


def _is_suspicious(part: zipfile.ZipInfo) -> bool:
    name = part.filename.replace("\\", "/").lower()
    encrypted = part.flag_bits & 1
    leads_elsewhere = name.startswith("/") or ".." in name.split("/") or ":" in name
    return bool(encrypted or leads_elsewhere or name.startswith(MACRO_PARTS))
