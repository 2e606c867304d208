"""The faults that `make planted-faults` plants fit the sources of today and are written down."""

from __future__ import annotations

import pytest
from planted_faults import FAULTS, Fault
from tree import ROOT


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_protection_stands_where_the_fault_is_planted(fault: Fault) -> None:
    assert (ROOT / fault.path).read_text(encoding="utf-8").count(fault.old) == 1
    assert (ROOT / fault.test.partition(" -k ")[0]).exists()


def test_every_fault_is_documented() -> None:
    text = (ROOT / "site/docs/security.md").read_text(encoding="utf-8")
    assert [fault.name for fault in FAULTS if fault.name not in text] == []
