"""Which kinds of files may stand in the library, told by their content and never by their name."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: what people call it, its ending and its media type."""

    name: str
    ending: str
    media_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
PDF = Format("PDF", "pdf", "application/pdf")
RTF = Format("RTF", "rtf", "application/rtf")
DOCX = Format("DOCX", "docx", f"{_OFFICE}wordprocessingml.document")
XLSX = Format("XLSX", "xlsx", f"{_OFFICE}spreadsheetml.sheet")
ODT = Format("ODT", "odt", f"{_OPEN}text")
ODS = Format("ODS", "ods", f"{_OPEN}spreadsheet")
FORMATS = (PDF, RTF, DOCX, XLSX, ODT, ODS)

_STARTS = {b"%PDF-": PDF, b"{\\rtf": RTF}
_OFFICE_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_LONGEST_MEDIA_TYPE = 100
# What the reader of archives raises on damaged, encrypted or far-too-new ones.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)


def format_of(file: BinaryIO) -> Format:
    """The format of an open file, which is left at its start.

    Raises:
        ValidationError: it is none of `FORMATS` (a picture, a page, a programme, a document with macros).
    """
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    found = next((kind for mark, kind in _STARTS.items() if start.startswith(mark)), None)
    if found is None and start.startswith(b"PK\x03\x04"):
        found = _format_of_archive(file)
        file.seek(0)
    if found is None:
        names = ", ".join(kind.name for kind in FORMATS)
        raise ValidationError(
            _("Please give a file of one of these kinds: %(names)s."), params={"names": names}
        )
    return found


def _format_of_archive(file: BinaryIO) -> Format | None:
    try:
        with zipfile.ZipFile(file) as archive:
            parts = set(archive.namelist())
            if any(part.endswith("vbaProject.bin") for part in parts):
                return None
            if "mimetype" in parts and archive.getinfo("mimetype").file_size <= _LONGEST_MEDIA_TYPE:
                media_type = archive.read("mimetype").decode("ascii", "replace")
                return next((kind for kind in (ODT, ODS) if kind.media_type == media_type), None)
    except UNREADABLE:
        return None
    return next((kind for part, kind in _OFFICE_PARTS.items() if part in parts), None)
