"""What a file is, by its bytes."""

from __future__ import annotations

import io

from django.core.exceptions import ValidationError

from documents.formats import DOCX, ODS, ODT, PDF, XLSX, Format, format_of

JPEG = Format("JPEG", "jpg", "image/jpeg")
PNG = Format("PNG", "png", "image/png")
WEBP = Format("WEBP", "webp", "image/webp")
HEIC = Format("HEIC", "heic", "image/heic")
PICTURES = frozenset({JPEG, PNG, WEBP, HEIC})
OFFICE = frozenset({DOCX, XLSX, ODT, ODS})

_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def kind_of(content: bytes) -> Format | None:
    """The kind that the content itself shows; None for all that we have no use for (SVG, HTML, XML ...)."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return HEIC
    return _paper(content)


def _paper(content: bytes) -> Format | None:
    try:
        found = format_of(io.BytesIO(content))
    except ValidationError:
        return None
    return found if found in OFFICE or found is PDF else None
