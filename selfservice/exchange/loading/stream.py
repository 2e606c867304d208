"""The bytes of a CSV file, judged while they pass: checksum, encoding, control characters, line length."""

from __future__ import annotations

import codecs
import hashlib
import io
import re
from typing import BinaryIO

from selfservice.exchange.loading.report import Fatal, Problem

LONGEST_LINE = 1024 * 1024
CHUNK = 1024 * 1024
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\r") + b"\x7f"
_ISO_CONTROL = _CONTROL + bytes(range(0x80, 0xA0))
_UTF8_C1 = re.compile(rb"\xc2[\x80-\x9f]")


class JudgedStream(io.RawIOBase):
    """A reader that refuses what no honest export contains.

    A gigantic line is refused before it fills the memory, a control character with its line; the
    checksum is known at the end (`sha256`).

    Parameters:
        stream: the file's bytes.
        file: its name, for problems.
        encoding: the declared one.
    """

    def __init__(self, stream: BinaryIO, *, file: str, encoding: str) -> None:
        self.stream = stream
        self.file = file
        self.encoding = encoding
        self.lines = 0
        self._since_break = 0
        self._sum = hashlib.sha256()
        self._control = _ISO_CONTROL if encoding == "iso-8859-2" else _CONTROL
        self._as_utf8 = None if encoding == "utf-8" else codecs.getincrementaldecoder("utf-8")()
        self._beyond_ascii = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self.stream.read(len(buffer))
        self._sum.update(chunk)
        self._judge_characters(chunk)
        self._judge_lines(chunk)
        self._suspect_utf8(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)

    @property
    def sha256(self) -> str:
        """Checksum of what has been read so far, lower-case hex."""
        return self._sum.hexdigest()

    def _judge_characters(self, chunk: bytes) -> None:
        if len(chunk.translate(None, self._control)) != len(chunk):
            position = next(place for place, code in enumerate(chunk) if code in self._control)
        elif self.encoding == "utf-8" and (match := _UTF8_C1.search(chunk)):
            position = match.start()
        else:
            return
        line = self.lines + chunk.count(b"\n", 0, position) + 1
        raise self._fatal("control_character", f"Control character {chunk[position]:#04x}.", line=line)

    def _judge_lines(self, chunk: bytes) -> None:
        first = next((found for found in (chunk.find(b"\n"), chunk.find(b"\r")) if found >= 0), -1)
        last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        longest = self._since_break + (len(chunk) if first < 0 else first)
        if longest > LONGEST_LINE:
            raise self._fatal("long_line", "The line is longer than 1 MiB.", line=self.lines + 1)
        self._since_break = longest if last < 0 else len(chunk) - last - 1
        self.lines += chunk.count(b"\n")

    def _suspect_utf8(self, chunk: bytes) -> None:
        """Polish text in a one-byte encoding is never by chance valid UTF-8."""
        if self._as_utf8 is None:
            return
        self._beyond_ascii = self._beyond_ascii or not chunk.isascii()
        try:
            self._as_utf8.decode(chunk, final=not chunk)
        except UnicodeDecodeError:
            self._as_utf8 = None
            return
        if not chunk and self._beyond_ascii:
            raise self._fatal("encoding", f"Declared as {self.encoding}, but it is UTF-8.")

    def _fatal(self, code: str, reason: str, *, line: int = 0) -> Fatal:
        return Fatal(Problem(file=self.file, line=line, code=code, reason=reason))
