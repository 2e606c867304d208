"""Pictures are unpacked and drawn anew: what else was in the file (place, time, camera, scripts) is gone."""

from __future__ import annotations

import io
import struct
import zlib
from threading import Lock

from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile

from documents.formats import Format
from documents.uploads.errors import DamagedFile, HeicNotReadable, PictureTooLarge
from documents.uploads.kinds import HEIC, JPEG, PNG, WEBP
from documents.uploads.rules import UploadRules

JPEG_QUALITY = 85
# Pillow tries only the decoder of the kind that was recognised.
DECODERS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", HEIC: "HEIF"}
# What decoders raise on damaged data, found by feeding them thousands of damaged pictures.
DAMAGE = (OSError, SyntaxError, ValueError, TypeError, IndexError, EOFError, struct.error, zlib.error)

# One picture at a time in each process: however many come at once, the memory of one is enough.
DECODER = Lock()
ONE_BYTE = frozenset({"1", "L", "P"})
FOUR_BYTES = 4
# The decoder of WebP holds a second copy of what it unpacks.
COPIES = {"WEBP": 2}


def redraw(content: bytes, *, kind: Format, rules: UploadRules) -> tuple[bytes, Format]:
    """The picture alone, upright, not larger than the rules say, with the kind it has now.

    Transparent pictures become PNG, all others JPEG.

    Raises:
        PictureTooLarge: too many pixels, or too many bytes for them; told before anything is unpacked.
        HeicNotReadable: HEIC, and the library for it is not installed.
        DamagedFile: it cannot be read to its end.
    """
    if kind is HEIC and not _can_read_heic():
        raise HeicNotReadable
    try:
        with DECODER, Image.open(io.BytesIO(content), formats=[DECODERS[kind]]) as picture:
            _prepare(picture, content=content, rules=rules)
            return _drawn(picture, rules=rules)
    except Image.DecompressionBombError as error:
        raise _too_large(rules.most_pixels) from error
    except DAMAGE as error:
        raise DamagedFile from error


def _prepare(picture: Image.Image, *, content: bytes, rules: UploadRules) -> None:
    """Have a JPEG unpacked at a fraction of its size where that is enough, then look at what it takes."""
    width, height = picture.size
    pixels = width * height
    if pixels > rules.most_pixels:
        raise _too_large(rules.most_pixels)
    waiting = _coefficients(picture, content=content) if isinstance(picture, JpegImageFile) else 0
    shrink = max(width, height) / rules.longest_side
    if shrink > 1:
        picture.draft("RGB", (max(int(width / shrink), 1), max(int(height / shrink), 1)))
    size = max(waiting, _unpacked(picture))
    if size > rules.most_unpacked:
        raise _too_large(pixels * rules.most_unpacked // size)


def _unpacked(picture: Image.Image) -> int:
    """Bytes that Pillow and the decoder need for all pixels; those of 16 bits a colour count twice."""
    width, height = picture.size
    a_pixel = 1 if picture.mode in ONE_BYTE else FOUR_BYTES
    is_deep = any("16" in str(tile.args) for tile in picture.tile)  # type: ignore[attr-defined]
    return width * height * a_pixel * (2 if is_deep else 1) * COPIES.get(picture.format or "", 1)


def _coefficients(picture: JpegImageFile, *, content: bytes) -> int:
    """Bytes that libjpeg keeps, two for each sample, when a JPEG comes in several scans; 0 for one scan.

    A picture in one scan, as cameras write it, is unpacked row by row. Draft mode saves none of these.
    """
    layers = [(across, down) for _id, across, down, _table in picture.layer]
    header = struct.pack("!HHB", 0xFFDA, 6 + 2 * len(layers), len(layers))  # of a scan (ITU T.81, B.2.3)
    end = picture.fp.tell() if picture.fp else 0
    is_one_scan = content[: end - 2 * len(layers) - 3].endswith(header)
    if is_one_scan and not picture.info.get("progressive"):
        return 0
    width, height = picture.size
    samples = sum(across * down for across, down in layers)
    unit = max(across for across, _down in layers) * max(down for _across, down in layers)
    return 2 * width * height * samples // unit


def _drawn(picture: Image.Image, *, rules: UploadRules) -> tuple[bytes, Format]:
    picture.thumbnail((rules.longest_side, rules.longest_side))
    upright = ImageOps.exif_transpose(picture)
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


def _too_large(most_pixels: int) -> PictureTooLarge:
    return PictureTooLarge(megapixels=most_pixels // 1_000_000)
