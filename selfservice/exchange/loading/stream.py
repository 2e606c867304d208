"""The bytes of a CSV file, judged while they pass: checksum, encoding, control characters, line length."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from typing import BinaryIO

from selfservice.exchange.loading.report import Fatal, Problem

LONGEST_LINE = 1024 * 1024
CHUNK = 1024 * 1024
_BLOCK = 512 * 1024
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\r") + b"\x7f"
_ISO_CONTROL = _CONTROL + bytes(range(0x80, 0xA0))
_UTF8_C1 = re.compile(rb"\xc2[\x80-\x9f]")


class JudgedText:
    """The text of a file in blocks of whole lines; refuses what no honest export contains.

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
        self._lines = 0
        self._since_break = 0
        self._sum = hashlib.sha256()
        self._control = _ISO_CONTROL if encoding == "iso-8859-2" else _CONTROL
        self._decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)()
        self._as_utf8 = None if encoding == "utf-8" else codecs.getincrementaldecoder("utf-8")()
        self._beyond_ascii = False

    def __iter__(self) -> Iterator[str]:
        rest = ""
        while chunk := self.stream.read(_BLOCK):
            self._judge(chunk)
            text = rest + self._decoded(chunk)
            end = _end_of_lines(text)
            rest = text[end:]
            if end:
                yield text[:end]
            self._lines += chunk.count(b"\n")
        self._suspect_utf8(b"")
        rest += self._decoded(b"")
        if rest:
            yield rest

    @property
    def sha256(self) -> str:
        """Checksum of what has been read so far, lower-case hex."""
        return self._sum.hexdigest()

    def _judge(self, chunk: bytes) -> None:
        self._sum.update(chunk)
        self._judge_characters(chunk)
        self._judge_lines(chunk)
        self._suspect_utf8(chunk)

    def _decoded(self, chunk: bytes) -> str:
        try:
            return self._decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            line = self._lines + error.object.count(b"\n", 0, error.start) + 1
            reason = f"Not {self.encoding} as declared: byte {error.object[error.start]:#04x}."
            raise self._fatal("encoding", reason, line=line) from error

    def _judge_characters(self, chunk: bytes) -> None:
        if len(chunk.translate(None, self._control)) != len(chunk):
            position = next(place for place, code in enumerate(chunk) if code in self._control)
        elif self.encoding == "utf-8" and (match := _UTF8_C1.search(chunk)):
            position = match.start()
        else:
            return
        line = self._lines + chunk.count(b"\n", 0, position) + 1
        raise self._fatal("control_character", f"Control character {chunk[position]:#04x}.", line=line)

    def _judge_lines(self, chunk: bytes) -> None:
        first = next((found for found in (chunk.find(b"\n"), chunk.find(b"\r")) if found >= 0), -1)
        last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        longest = self._since_break + (len(chunk) if first < 0 else first)
        if longest > LONGEST_LINE:
            raise self._fatal("long_line", "The line is longer than 1 MiB.", line=self._lines + 1)
        self._since_break = longest if last < 0 else len(chunk) - last - 1

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


def _end_of_lines(text: str) -> int:
    """Where the last whole line ends; a CR at the very end may be half of a CR LF."""
    if end := text.rfind("\n") + 1:
        return end
    return text.rfind("\r", 0, len(text) - 1) + 1
