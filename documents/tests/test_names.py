from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.names import attachment, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("FV/2026/11.pdf", "FV-2026-11.pdf"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", "file"),
        ("", "file"),
        ('a"b\\c;d%20.pdf', "a-b-c-d-20.pdf"),
        ("umowa\r\nSet-Cookie: x=1.pdf", "umowaSet-Cookie- x=1.pdf"),
        ("zażółć gęślą jaźń.pdf", "zażółć gęślą jaźń.pdf"),
        ("faktura\u202egpj.pdf", "fakturagpj.pdf"),
    ],
)
def test_a_name_keeps_its_letters_and_loses_what_could_harm(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize("ending", ["", ".pdf"])
def test_a_long_name_keeps_its_begin_and_its_end(ending: str) -> None:
    name = safe_name(f"FV-{'x' * 500}-0042{ending}")
    assert name.startswith("FV-xx") and name.endswith(f"xx-0042{ending}")
    assert 110 < len(name) <= 120


@given(st.text(max_size=300))
def test_every_name_gives_one_well_formed_header(name: str) -> None:
    header = attachment(name)
    pattern = r"attachment; filename=\"[ -!#-\[\]-~]+\"; filename\*=UTF-8''[A-Za-z0-9._~%-]+"
    assert re.fullmatch(pattern, header)
