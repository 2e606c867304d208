"""Cells come out the same whether a block is split at one stroke or read by the rules of CSV."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfservice.exchange.loading import stream
from selfservice.exchange.loading.parsing import Parser
from selfservice.exchange.loading.report import Fatal
from selfservice.exchange.loading.stream import JudgedText

letters = st.characters(exclude_categories=["Cs", "Cc"])
cells = st.text(st.one_of(letters, st.sampled_from(list(';",\t \\\n\r'))), max_size=6)
tables = st.integers(min_value=1, max_value=4).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=12)
)


def written(rows: list[list[str]], end: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator=end).writerows(rows)
    return text.getvalue()


def parsed(data: bytes, encoding: str = "utf-8") -> tuple[list[list[str]], list[int], str]:
    text = JudgedText(io.BytesIO(data), file="x.csv", encoding=encoding)
    parser = Parser(iter(text), delimiter=";", file="x.csv")
    rows, lines = [parser.header()], [1]
    for some in parser:
        rows += map(list, some.as_rows())
        lines += some.lines
    return rows, lines, text.sha256


@pytest.fixture(autouse=True, scope="module")
def small_blocks() -> Iterator[None]:
    """Blocks of a few bytes, so that every row is cut somewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "_BLOCK", 7)
        yield


@pytest.mark.long
@given(tables, st.sampled_from(["\n", "\r\n"]))
def test_every_row_comes_out_as_it_was_written(rows: list[list[str]], end: str) -> None:
    rows = [[cell.replace("\r", "") for cell in row] for row in rows]
    rows = [["h"] * len(rows[0]), *(row for row in rows if row != [""])]
    data = written(rows, end).encode()
    found, lines, digest = parsed(data)
    assert found == rows
    assert digest == hashlib.sha256(data).hexdigest()
    starts, line = [], 1
    for row in rows:
        starts.append(line)
        line += 1 + sum(cell.count("\n") for cell in row)
    assert lines == starts


@given(st.lists(st.text(st.sampled_from(["a", ";", "\n", '"', "\r"]), max_size=8), max_size=8))
def test_any_text_is_read_as_the_csv_module_reads_it(pieces: list[str]) -> None:
    text = "h;h\n" + "".join(pieces)
    try:
        wanted = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True) if row]
    except csv.Error:
        with pytest.raises(Fatal):
            parsed(text.encode())
        return
    assert parsed(text.encode())[0] == wanted


@pytest.mark.parametrize("text", ["h;h;h\na\nb\n", "h;h;h\na;b\nc;d;e;f\n", "h;h;h\n\na;b;c\n"])
def test_short_and_long_lines_never_join_into_rows(text: str) -> None:
    wanted = [row for row in csv.reader(io.StringIO(text), delimiter=";") if row]
    assert parsed(text.encode())[0] == wanted


@pytest.mark.parametrize(
    ("data", "encoding", "line", "code"),
    [
        (b"h\na\nb\xff\nc\n", "utf-8", 3, "encoding"),
        (b"h\n" + b"a\n" * 50 + b"\xc5", "utf-8", 52, "encoding"),
        (b"h\na\n\x00\n", "utf-8", 3, "control_character"),
        (b"h\na\xc2\x85\n", "utf-8", 2, "control_character"),
        (b"h\na\x81\n", "cp1250", 2, "encoding"),
        (b"h\na\x9c\n", "iso-8859-2", 2, "control_character"),
        ("h\nż\n".encode(), "cp1250", 0, "encoding"),
        (b"", "utf-8", 0, "empty"),
        (b"\n\n", "utf-8", 0, "empty"),
    ],
)
def test_what_no_honest_export_contains_is_refused_with_its_line(
    data: bytes, encoding: str, line: int, code: str
) -> None:
    with pytest.raises(Fatal) as caught:
        parsed(data, encoding)
    assert (caught.value.problem.line, caught.value.problem.code) == (line, code)


def test_a_gigantic_line_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "_BLOCK", 1 << 19)
    endless = io.BytesIO(b"h\n" + b"x" * (20 * stream.LONGEST_LINE))
    with pytest.raises(Fatal) as caught:
        list(JudgedText(endless, file="x.csv", encoding="utf-8"))
    assert (caught.value.problem.line, caught.value.problem.code) == (2, "long_line")
    assert endless.tell() <= 2 * stream.LONGEST_LINE
