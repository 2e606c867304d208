"""CSV for people: nothing in it runs, nothing of it is lost."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebok.core.csv_rows import DANGEROUS, csv_lines, safe_cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+48 600", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://x")']
)
def test_what_a_spreadsheet_could_run_is_made_harmless(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@given(st.text())
def test_no_text_begins_like_a_formula(text: str) -> None:
    assert not safe_cell(text).startswith(DANGEROUS)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (Decimal("-12.50"), "-12.50"),
        (Decimal("1E+2"), "100"),
        (-3, "-3"),
        (None, ""),
        (True, "1"),
        (date(2026, 11, 5), "2026-11-05"),
        (datetime(2026, 11, 5, 8, tzinfo=UTC), "2026-11-05T08:00:00+00:00"),
    ],
)
def test_values_keep_their_meaning(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


@given(st.lists(st.tuples(st.text(st.characters(exclude_characters="\x00")), st.text('a;"\r\n'))))
def test_every_cell_comes_back(rows: list[tuple[str, str]]) -> None:
    text = "".join(csv_lines(header=["a", "b"], rows=rows, mark=False))
    found = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert found == [["a", "b"], *([safe_cell(cell) for cell in row] for row in rows)]


def test_the_file_begins_with_a_mark_so_that_polish_letters_are_read() -> None:
    lines = list(csv_lines(header=["nazwa"], rows=[["Łódź; 3"]]))
    assert lines == ["\ufeffnazwa\r\n", '"Łódź; 3"\r\n']
