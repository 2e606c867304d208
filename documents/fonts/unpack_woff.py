"""Turn a WOFF 1.0 font back into the OpenType file it was packed from.

The PDF engine reads OpenType; the npm package carries WOFF. Unpacking is lossless: the tables are
copied byte for byte (WOFF File Format 1.0, W3C Recommendation, sections 3 to 5).

    python documents/fonts/unpack_woff.py IBMPlexSans-Regular.woff documents/fonts/IBMPlexSans-Regular.ttf
"""

from __future__ import annotations

import struct
import sys
import zlib
from pathlib import Path

_HEADER = struct.Struct(">4sIIHHIHHIIIII")
_ENTRY = struct.Struct(">4sIIII")
_TABLE = struct.Struct(">4sIII")


def unpacked(woff: bytes) -> bytes:
    """The OpenType bytes inside `woff`. Raises ValueError when it is no WOFF 1.0 file."""
    signature, flavour, _length, count, *_rest = _HEADER.unpack_from(woff)
    if signature != b"wOFF":
        raise ValueError("This is no WOFF 1.0 file.")
    entries = [_ENTRY.unpack_from(woff, _HEADER.size + index * _ENTRY.size) for index in range(count)]
    offset = 12 + count * _TABLE.size
    directory, body = b"", b""
    for tag, start, packed_size, size, checksum in entries:
        table = woff[start : start + packed_size]
        if packed_size < size:
            table = zlib.decompress(table)
        directory += _TABLE.pack(tag, checksum, offset + len(body), size)
        body += table + b"\0" * (-len(table) % 4)
    return _offsets(flavour, count) + directory + body


def _offsets(flavour: int, count: int) -> bytes:
    power = count.bit_length() - 1
    search = 16 << power
    return struct.pack(">IHHHH", flavour, count, search, power, count * 16 - search)


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    target.write_bytes(unpacked(source.read_bytes()))
