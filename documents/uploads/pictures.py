"""Pictures are unpacked and drawn anew: what else was in the file (place, time, camera, scripts) is gone."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, ImageOps

from documents.formats import Format
from documents.uploads.errors import DamagedFile, HeicNotReadable, PictureTooLarge
from documents.uploads.kinds import HEIC, JPEG, PNG, WEBP
from documents.uploads.rules import UploadRules

JPEG_QUALITY = 85
# Pillow tries only the decoder of the kind that was recognised.
DECODERS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", HEIC: "HEIF"}
# What decoders raise on damaged data, found by feeding them thousands of damaged pictures.
DAMAGE = (OSError, SyntaxError, ValueError, TypeError, IndexError, EOFError, struct.error, zlib.error)


def redraw(content: bytes, *, kind: Format, rules: UploadRules) -> tuple[bytes, Format]:
    """The picture alone, upright, not larger than the rules say, with the kind it has now.

    Transparent pictures become PNG, all others JPEG.

    Raises:
        PictureTooLarge: too many pixels; told before anything is unpacked.
        HeicNotReadable: HEIC, and the library for it is not installed.
        DamagedFile: it cannot be read to its end.
    """
    if kind is HEIC and not _can_read_heic():
        raise HeicNotReadable
    try:
        with Image.open(io.BytesIO(content), formats=[DECODERS[kind]]) as picture:
            _check_pixels(picture, rules=rules)
            return _drawn(picture, rules=rules)
    except Image.DecompressionBombError as error:
        raise _too_large(rules) from error
    except DAMAGE as error:
        if isinstance(error, PictureTooLarge):
            raise
        raise DamagedFile from error


def _check_pixels(picture: Image.Image, *, rules: UploadRules) -> None:
    width, height = picture.size
    if width * height > rules.most_pixels:
        raise _too_large(rules)


def _drawn(picture: Image.Image, *, rules: UploadRules) -> tuple[bytes, Format]:
    box = (rules.longest_side, rules.longest_side)
    # A JPEG is unpacked at a fraction of its size where that is enough: less memory, less time.
    picture.draft("RGB", box)
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail(box)
    transparent = "A" in upright.getbands() or "transparency" in upright.info
    clean = upright.convert("RGBA" if transparent else "RGB")
    clean.info.clear()
    out = io.BytesIO()
    if transparent:
        clean.save(out, format="PNG", optimize=True)
        return out.getvalue(), PNG
    clean.save(out, format="JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return out.getvalue(), JPEG


def _can_read_heic() -> bool:
    try:
        import pillow_heif
    except ImportError:
        return False
    pillow_heif.register_heif_opener(thumbnails=False)
    return True


def _too_large(rules: UploadRules) -> PictureTooLarge:
    return PictureTooLarge(megapixels=rules.most_pixels // 1_000_000)
