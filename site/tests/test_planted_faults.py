"""The faults that `make planted-faults` plants fit the sources of today and are written down."""

from __future__ import annotations

import re

import pytest
from access_matrix.town import MATRIX
from planted_faults import FAULTS, Fault
from tree import ROOT


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_protection_stands_where_the_fault_is_planted(fault: Fault) -> None:
    assert (ROOT / fault.path).read_text(encoding="utf-8").count(fault.old) == 1


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_who_must_notice_the_fault_stands_in_the_named_file(fault: Fault) -> None:
    """A test that was renamed would else be missed only by `make planted-faults`, minutes later."""
    place, _option, words = fault.test.partition(" -k ")
    assert missing_words(place, words) == []


def missing_words(place: str, words: str) -> list[str]:
    """Those of `-k`'s words that stand in no test's name of the file and in no text that names a case.

    Walks through the table of access name their cases after its routes.
    """
    source = (ROOT / place).read_text(encoding="utf-8")
    names = re.findall(r"(?:def test_|class Test|[\"'])(\w+)", source)
    names += MATRIX if "access_matrix" in source else ()
    return [word for word in words.split(" and ") if word and not any(word in name for name in names)]


@pytest.mark.parametrize("words", ["no_such_test", "guest and no_such_case"])
def test_the_search_for_names_misses_what_is_not_there(words: str) -> None:
    assert missing_words("site/tests/test_uploads.py", words) == [words.rpartition(" ")[2]]


def test_every_fault_is_documented() -> None:
    text = (ROOT / "site/docs/security.md").read_text(encoding="utf-8")
    assert [fault.name for fault in FAULTS if fault.name not in text] == []
