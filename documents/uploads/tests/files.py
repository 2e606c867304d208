"""Files for tests, made here: sound ones, damaged ones and wicked ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pillow_heif
from PIL import Image

from documents.uploads.kinds import HEIC, JPEG, PNG, WEBP
from documents.uploads.rules import UploadRules

PHOTOS = UploadRules(kinds=(JPEG, PNG, WEBP, HEIC))
# The harmless text by which every scanner proves that it is awake, in two halves so that no scanner
# of a developer's computer takes this file away.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
XML = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'


def photo(*, size: tuple[int, int] = (64, 48), orientation: int = 1, form: str = "JPEG") -> bytes:
    """A photo with place, camera, comment and orientation in its EXIF."""
    picture = Image.new("RGB", size, "teal")
    for x in range(size[0] // 2):
        picture.putpixel((x, 0), (255, 0, 0))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (54.0, 21.0, 0.0)
    exif.get_ifd(0x8825)[29] = "2026:11:21"
    out = io.BytesIO()
    extra = {"comment": b"SecretComment"} if form == "JPEG" else {}
    picture.save(out, format=form, exif=exif, **extra)
    return out.getvalue()


def heic() -> bytes:
    """The same photo as an iPhone keeps it."""
    pillow_heif.register_heif_opener()
    return photo(form="HEIF")


def drawing() -> bytes:
    """A small PNG with transparency and a text chunk."""
    from PIL.PngImagePlugin import PngInfo

    facts = PngInfo()
    facts.add_text("Comment", "SecretComment")
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (10, 20, 30, 128)).save(out, format="PNG", pnginfo=facts)
    return out.getvalue()


def pixel_bomb(*, width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to have width times height pixels."""
    header = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    body = b"".join(
        struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def pdf(*, extra: bytes = b"", tail: bytes = b"") -> bytes:
    """A minimal PDF, with something in its middle and behind its end."""
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog" + extra + b">>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n" + tail


def archive(parts: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    """A text document, with further parts (`__` in a name stands for a slash)."""
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
    return archive({**parts, **{name.replace("__", "/"): content for name, content in more.items()}})
