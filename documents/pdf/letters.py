"""Texts that the shipped fonts can show.

PDF/UA forbids a sign without a picture, so one strange letter in a name would stop the whole invoice.
Signs that the font has not are shown as a question mark.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import lru_cache

from documents.pdf.engine import FONTS

_LONG_WORD = re.compile(r"\S{25,}")
_BREAK_EVERY = 12
_ZERO_WIDTH_SPACE = "\u200b"


def shown(text: str) -> str:
    """`text` in composed letters that the font has, without control signs; very long words may break."""
    return _LONG_WORD.sub(_breakable, whole(text))


def whole(text: str) -> str:
    """Like `shown`, but never broken: for numbers that people copy out of the document."""
    return "".join(_sign(sign) for sign in unicodedata.normalize("NFC", text))


def _sign(sign: str) -> str:
    if sign.isspace() and sign != "\u00a0":
        return " "
    if unicodedata.category(sign) in {"Cc", "Cf"}:
        return ""
    return sign if ord(sign) in _letters() else "?"


def _breakable(word: re.Match[str]) -> str:
    text = word.group()
    parts = (text[start : start + _BREAK_EVERY] for start in range(0, len(text), _BREAK_EVERY))
    return _ZERO_WIDTH_SPACE.join(parts)


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    regular, semibold = (
        letters_of((FONTS / f"IBMPlexSans-{weight}.ttf").read_bytes()) for weight in ("Regular", "SemiBold")
    )
    return regular & semibold


def letters_of(font: bytes) -> frozenset[int]:
    """Code points that an OpenType font maps to a picture.

    Reads the `cmap` table, subtable format 4 (OpenType specification, "cmap"), which every font has
    for the letters of the world's common alphabets.

    Raises:
        ValueError: the font has no such subtable.
    """
    count = struct.unpack_from(">H", font, 4)[0]
    tables = (struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(count))
    cmap = next(offset for tag, _checksum, offset, _length in tables if tag == b"cmap")
    for index in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        start = cmap + struct.unpack_from(">I", font, cmap + 8 + 8 * index)[0]
        if struct.unpack_from(">H", font, start)[0] == 4:
            return frozenset(_segments(font, start))
    raise ValueError("The font has no character map of format 4.")


def _segments(font: bytes, start: int) -> set[int]:
    doubled = struct.unpack_from(">H", font, start + 6)[0]
    count = doubled // 2
    shape, base = f">{count}H", start + 14
    ends = struct.unpack_from(shape, font, base)
    starts = struct.unpack_from(shape, font, base + doubled + 2)
    deltas = struct.unpack_from(shape, font, base + 2 * doubled + 2)
    offsets_at = base + 3 * doubled + 2
    offsets = struct.unpack_from(shape, font, offsets_at)
    found: set[int] = set()
    for index, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            if not offset:
                glyph = (code + delta) & 0xFFFF
            else:
                glyph = struct.unpack_from(">H", font, offsets_at + 2 * index + offset + 2 * (code - first))[
                    0
                ]
            if glyph:
                found.add(code)
    return found
