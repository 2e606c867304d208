"""From blocks of text to cells: at one stroke where no cell is quoted, by the CSV rules where one is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from selfservice.exchange.loading.report import Fatal, Problem
from selfservice.exchange.loading.stream import LONGEST_LINE
from selfservice.exchange.loading.values import Cells

csv.field_size_limit(LONGEST_LINE)


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """Cells of some rows: by column when all rows have the same number of cells, else by row.

    Parameters:
        lines: where each row begins.
        columns: None when rows differ in length.
        text: the rows with tabs between cells, when nothing was quoted and nothing needs escaping.
    """

    lines: Sequence[int]
    columns: Sequence[Cells] | None = None
    rows: Sequence[Sequence[str]] = field(default_factory=list)
    text: str = ""

    def as_rows(self) -> Sequence[Sequence[str]]:
        """The cells by row."""
        return self.rows or list(zip(*(self.columns or ()), strict=True))


class Parser:
    """Parses the blocks of one file.

    Parameters:
        blocks: text in whole lines, the last perhaps without its end.
        file: name for problems.
    """

    def __init__(self, blocks: Iterator[str], *, delimiter: str, file: str) -> None:
        self.delimiter = delimiter
        self.file = file
        self.line = 1
        self.width = 0
        self._blocks = blocks
        self._waiting: Iterator[str] = iter(())

    def header(self) -> list[str]:
        """The cells of the first row. Raises Fatal for an empty file."""
        block = next(self._blocks, "")
        feed = _Feed(io.StringIO(block, newline=""), self._blocks)
        first = next(self._csv_rows(feed), None)
        if not first or not first[1]:
            raise self._fatal("empty", "The file has no header row.", line=0)
        self.width = len(first[1])
        self._waiting = iter([feed.rest()])
        return first[1]

    def __iter__(self) -> Iterator[Parsed]:
        for block in self._waiting:
            if block:
                yield from self._parsed(block)
        for block in self._blocks:
            yield from self._parsed(block)

    def _parsed(self, block: str) -> Iterator[Parsed]:
        plain = self._plain(block)
        if plain is not None:
            yield plain
            return
        feed = _Feed(io.StringIO(block, newline=""), self._blocks)
        found = [(line, row) for line, row in self._csv_rows(feed) if row]
        if found:
            lines, rows = zip(*found, strict=True)
            yield Parsed(lines=lines, rows=rows, columns=_turned(rows))

    def _plain(self, block: str) -> Parsed | None:
        """All cells by one split; None unless every line has the header's number of cells."""
        if '"' in block:
            return None
        text = block.replace("\r\n", "\n") if "\r" in block else block
        if "\r" in text:
            return None
        text = text if text.endswith("\n") else f"{text}\n"
        mark, step = "\n", self.width + 1
        # A mark of its own between rows shows whether each row has as many cells as the header.
        cells = text.replace(mark, f"{self.delimiter}{mark}{self.delimiter}").split(self.delimiter)
        cells.pop()
        count = len(cells) // step
        marks = cells[self.width :: step]
        if len(cells) != count * step or not marks.count(mark) == text.count(mark) == count:
            return None
        lines = range(self.line, self.line + count)
        self.line += count
        ready = text.replace(self.delimiter, "\t") if self._needs_no_escape(text) else ""
        return Parsed(lines=lines, columns=[cells[place::step] for place in range(self.width)], text=ready)

    def _needs_no_escape(self, text: str) -> bool:
        return "\\" not in text and (self.delimiter == "\t" or "\t" not in text)

    def _csv_rows(self, feed: _Feed) -> Iterator[tuple[int, list[str]]]:
        """Line and cells of the rows of a block, with further blocks while a quoted cell goes on."""
        reader = csv.reader(feed, delimiter=self.delimiter, strict=True)
        begin = self.line
        while feed.has_more():
            line = begin + reader.line_num
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise self._fatal("broken_csv", f"{error}.", line=line) from error
            self.line = begin + reader.line_num
            yield line, row

    def _fatal(self, code: str, reason: str, *, line: int) -> Fatal:
        return Fatal(Problem(file=self.file, line=line, code=code, reason=reason))


class _Feed:
    """Lines of one block; of the next ones only when a row does not end with it."""

    def __init__(self, block: io.StringIO, blocks: Iterator[str]) -> None:
        self._block = block
        self._blocks = blocks

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._block.readline()
        while not line:
            self._block = io.StringIO(next(self._blocks), newline="")
            line = self._block.readline()
        return line

    def has_more(self) -> bool:
        """Are there lines left in the block?"""
        place = self._block.tell()
        more = bool(self._block.read(1))
        self._block.seek(place)
        return more

    def rest(self) -> str:
        """What is left of the block."""
        return self._block.read()


def _turned(rows: Sequence[Sequence[str]]) -> Sequence[Cells] | None:
    try:
        return list(zip(*rows, strict=True))
    except ValueError:
        return None
