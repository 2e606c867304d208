"""The map of the OWASP ASVS judges every requirement of level 1 and 2, and what it names is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from asvs_levels import TOTALS, levels
from tree import ROOT, repository_files

PAGE = ROOT / "site" / "docs" / "asvs.md"
SUMMARY = ROOT / "site" / "docs" / "security.md"
LINE = re.compile(r"^\| (V\d+\.\d+\.\d+) \|(.*)\|$", re.M)
STATES = {"held", "part", "gap", "operator", "not used"}
EMPTY, UNTESTED = "—", "read, no test"


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement as the page judges it."""

    id: str
    level: str
    state: str
    held_by: str
    test: str
    remark: str


def rows_of(page: str) -> list[Row]:
    return [Row(id, *(cell.strip() for cell in cells.split("|"))) for id, cells in LINE.findall(page)]


def wanted() -> dict[str, int]:
    return {id: level for id, level in levels().items() if level <= 2}


@cache
def files() -> frozenset[str]:
    return frozenset(str(path) for path in repository_files())


def faults_of(page: str) -> Iterator[str]:
    """What is wrong with the map, a sentence each."""
    rows = rows_of(page)
    times = Counter(row.id for row in rows)
    yield from (f"{id}: {times[id]} rows" for id in sorted({*wanted(), *times}) if times[id] != 1)
    for row in rows:
        yield from (f"{row.id}: {fault}" for fault in _faults_of_row(row))


def _faults_of_row(row: Row) -> Iterator[str]:
    if str(wanted().get(row.id)) != row.level:
        yield f"level {row.level}"
    if row.state not in STATES:
        yield f"state {row.state!r}"
    if row.state != "held" and not (row.remark or row.state == "operator"):
        yield "says nothing of what is missing"
    if row.state not in {"gap", "not used"} and EMPTY in {row.held_by, row.test}:
        yield "names no code, or neither a test nor that it was only read"
    for named in (row.held_by, row.test):
        if named not in {EMPTY, UNTESTED}:
            yield from (f"{place} is not there" for place in named.split("<br>") if not _is_there(place))
    if row.test not in {EMPTY, UNTESTED} and "/test" not in row.test:
        yield f"{row.test} is no test"


def _is_there(place: str) -> bool:
    """`path` in backticks, or `path::name` of something that stands in it (a test: that it defines)."""
    path, _colons, name = place.strip("`").partition("::")
    if path not in files() or place != f"`{place.strip('`')}`":
        return False
    text = (ROOT / path).read_text(encoding="utf-8") if name else ""
    return f"def {name}(" in text if name.startswith("test_") else name in text


def test_the_facts_are_those_of_the_standard() -> None:
    assert Counter(levels().values()) == TOTALS


def test_every_requirement_is_judged_once_by_code_and_tests_that_exist() -> None:
    assert list(faults_of(PAGE.read_text())) == []


def test_requirements_stand_in_the_order_of_the_standard() -> None:
    assert [row.id for row in rows_of(PAGE.read_text())] == list(wanted())


def spoilt(page: str, *, id: str, old: str, new: str) -> str:
    """The page with something replaced in one row."""
    (line,) = re.findall(rf"^\| {re.escape(id)} \|.*\n", page, re.M)
    assert old in line
    return page.replace(line, line.replace(old, new, 1))


@pytest.mark.parametrize(
    ("id", "old", "new", "fault"),
    [
        ("V1.2.1", "| V1.2.1 |", "| V1.2.10 |", "V1.2.1: 0 rows"),
        ("V1.2.1", "| V1.2.1 |", "| V1.2.2 |", "V1.2.2: 2 rows"),
        ("V1.2.1", "| 1 |", "| 2 |", "V1.2.1: level 2"),
        ("V1.2.1", "| held |", "| fine |", "V1.2.1: state 'fine'"),
        ("V1.5.1", "exchange/xml.py", "exchange/yml.py", "yml.py` is not there"),
        ("V1.5.1", "::test_dangerous", "::test_harmless", "is_parsed` is not there"),
        (
            "V6.2.5",
            "/tests/test_validators.py::test_nothing_is_asked",
            "/validators.py::Nothing",
            "is not there",
        ),
        ("V4.3.1", "No GraphQL.", "", "V4.3.1: says nothing"),
        ("V1.2.9", UNTESTED, EMPTY, "V1.2.9: names no code"),
        ("V1.2.9", UNTESTED, "somebody looked", "somebody looked is not there"),
    ],
)
def test_a_wrong_row_is_seen(id: str, old: str, new: str, fault: str) -> None:
    found = list(faults_of(spoilt(PAGE.read_text(), id=id, old=old, new=new)))
    assert [line for line in found if fault in line]


def test_every_gap_stands_in_the_summary_and_nothing_else() -> None:
    section = SUMMARY.read_text().split("\n## ASVS")[1].split("\nOf level 3")[0]
    gaps = {row.id for row in rows_of(PAGE.read_text()) if row.state in {"part", "gap", "operator"}}
    assert set(re.findall(r"V\d+\.\d+\.\d+", section)) == gaps
