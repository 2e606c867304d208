from __future__ import annotations

import base64
import re
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from documents.qr import ksef_link, svg, transfer_qr_text

ACCOUNT = "61109010140000071219812874"


def text(**changes: Any) -> str:
    facts = {
        "nip": "1234563218",
        "account": ACCOUNT,
        "amount": Decimal("187.45"),
        "name": "WODOCIAGI SP. Z O.O.",
        "title": "FV/2026/03/0001",
    }
    return transfer_qr_text(**{**facts, **changes})  # type: ignore[arg-type]


def test_the_transfer_code_is_the_one_of_the_recommendation() -> None:
    expected = f"1234563218|PL|{ACCOUNT}|018745|WODOCIAGI SP. Z O.O.|FV/2026/03/0001|||"
    assert text() == expected


@pytest.mark.parametrize(
    ("amount", "field"),
    [
        (None, "000000"),
        (Decimal(0), "000000"),
        (Decimal("0.01"), "000001"),
        (Decimal("9999.99"), "999999"),
        (Decimal("10000.00"), "1000000"),
        (Decimal("1234567.89"), "123456789"),
    ],
)
def test_the_amount_is_six_digits_of_grosze_and_grows_only_when_it_must(
    amount: Decimal | None, field: str
) -> None:
    assert text(amount=amount).split("|")[3] == field


@pytest.mark.parametrize("amount", [Decimal("-0.01"), Decimal("0.001")])
def test_an_amount_that_nobody_can_transfer_is_refused(amount: Decimal) -> None:
    with pytest.raises(ValueError, match="grosze"):
        text(amount=amount)


@pytest.mark.parametrize("account", ["61 1090 1014 0000 0712 1981 2874", f"PL{ACCOUNT}"])
def test_the_account_is_digits_alone(account: str) -> None:
    assert text(account=account).split("|")[2] == ACCOUNT


@pytest.mark.parametrize("account", ["", "6110901014000007121981287", "62109010140000071219812874", "x" * 26])
def test_a_wrong_account_never_gets_into_a_code(account: str) -> None:
    with pytest.raises(ValueError, match="NRB"):
        text(account=account)


def test_a_person_has_no_tax_number_and_an_institution_ten_digits() -> None:
    assert text(nip="").startswith("|PL|")
    assert text(nip="PL 123-456-32-18").startswith("1234563218|")
    with pytest.raises(ValueError, match="NIP"):
        text(nip="123")


def test_texts_are_cut_by_characters_not_bytes() -> None:
    fields = text(name="Żółć" * 10, title="ąęśź" * 20).split("|")
    assert fields[4] == "Żółć" * 5
    assert fields[5] == "ąęśź" * 8


@given(name=st.text(max_size=200), title=st.text(max_size=200), amount=st.integers(0, 10**9))
def test_whatever_the_texts_there_are_nine_fields_and_at_most_160_characters(
    name: str, title: str, amount: int
) -> None:
    code = text(name=name, title=title, amount=Decimal(amount) / 100)
    assert code.count("|") == 8
    assert len(code) <= 160
    assert code.isprintable()


@pytest.mark.parametrize("padding", ["=", ""])
def test_the_ksef_link_is_the_one_of_the_documentation(padding: str) -> None:
    link = ksef_link(
        nip="1234563218",
        issued_on=date(2026, 3, 5),
        invoice_hash="XWAwbj918SGCaDlMnqGTNpRl32IykC0imJOL6KKYyFs" + padding,
        host="https://qr-test.ksef.mf.gov.pl",
    )
    assert link == (
        "https://qr-test.ksef.mf.gov.pl/invoice/1234563218/05-03-2026/XWAwbj918SGCaDlMnqGTNpRl32IykC0imJOL6KKYyFs"
    )


def test_the_hash_becomes_safe_in_addresses(settings: Any) -> None:
    settings.KSEF_QR_HOST = "https://ksef.example"
    digest = b"\xfb\xff" * 16
    link = ksef_link(
        nip="1234563218", issued_on=date(2026, 3, 5), invoice_hash=base64.b64encode(digest).decode()
    )
    code = link.rsplit("/", 1)[1]
    assert link.startswith("https://ksef.example/")
    assert base64.urlsafe_b64decode(code + "=") == digest
    assert len(code) == 43


@pytest.mark.parametrize(
    "bad", ["", "not base64!", "XWAwbj91", "XWAwbj918SGCaDlMnqGTNpRl32IykC0imJOL6KKYyFsAAAA="]
)
def test_what_is_no_hash_makes_no_link(bad: str) -> None:
    with pytest.raises(ValueError, match="hash"):
        ksef_link(nip="1234563218", issued_on=date(2026, 3, 5), invoice_hash=bad)


def drawn(element: str) -> set[tuple[int, int]]:
    """The dark modules of an SVG code: column and row, counted from inside its quiet border of four."""
    path = re.findall(r' d="([^"]+)"', element)[1]
    found, x, y = set(), 0.0, 0.0
    for command, numbers in re.findall(r"([MmhH])([^MmhH]*)", path):
        values = [float(number) for number in re.findall(r"-?[0-9.]+", numbers)]
        if command == "h":
            found |= {(int(x) + step - 4, int(y - 0.5) - 4) for step in range(int(values[0]))}
            x += values[0]
        elif command == "M":
            x, y = values
        else:
            x, y = x + values[0], y + values[1]
    return found


class TestSvg:
    LABEL = 'Kod "QR" <b>'

    @pytest.mark.parametrize("content", [text(name="Wodociągi Łąka"), text(name="Wójt"), "x"])
    def test_it_draws_exactly_the_utf8_bytes_of_the_text(self, content: str) -> None:
        # Wójt alone would fit into ISO 8859-1, which banks do not read.
        code = segno.make(content.encode(), error="L", boost_error=False, micro=False)
        dark = {(x, y) for y, row in enumerate(code.matrix) for x, module in enumerate(row) if module}
        assert drawn(svg(content, label="x")) == dark

    def test_a_strict_content_policy_lets_it_through(self) -> None:
        element = svg("x", label="x")
        assert "style=" not in element
        assert "<script" not in element

    def test_a_screen_reader_reads_the_label(self) -> None:
        found = re.search(r'<svg role="img" aria-label="([^"<>]*)"', svg("x", label=self.LABEL))
        assert found and unescape(found[1]) == self.LABEL
