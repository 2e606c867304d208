"""The invoice as people and screen readers get it."""

from __future__ import annotations

import hashlib
import io
import json
import re
import threading
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from documents.errors import FileNotMade
from documents.invoice_pdf import InvoiceKind, Party, render_invoice
from documents.pdf.engine import FONTS, _engine, compiled
from documents.pdf.invoice import presented
from documents.pdf.letters import letters_of, shown
from documents.tests.invoices import ACCOUNT, KSEF_NO, invoice, line


def read(**changes: Any) -> PdfReader:
    return PdfReader(io.BytesIO(render_invoice(invoice(**changes))))


def text_of(reader: PdfReader) -> str:
    """All pages as one line; where lines and long words break says nothing here."""
    pages = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(pages.replace("\u200b", "").replace("\u00a0", " ").split())


def tags_of(reader: PdfReader) -> list[str]:
    """The structure types of the document, in reading order."""

    def walk(node: Any) -> list[str]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            return [tag for child in node for tag in walk(child)]
        if not isinstance(node, dict):
            return []
        own = [str(node["/S"])] if "/S" in node else []
        return own + (walk(node["/K"]) if "/K" in node else [])

    return walk(reader.root_object["/StructTreeRoot"])


def test_what_a_customer_looks_for_stands_in_the_document() -> None:
    text = text_of(read())
    for words in (
        "Invoice",
        "FV/2026/11/00412",
        "5 November 2026",
        "1 October 2026 – 31 October 2026",
        "26 November 2026",
        "100234",
        "Wodociągi Źródlana Łąka Sp. z o.o.",
        "Grażyna Żółć",
        "ul. Ćmielowska 12, wodomierz 18-2345678",
        "Dostawa wody, taryfa G1 12.345 m³ 4.5678 56.39 8% 60.90",
        "PLN 1,060.90",
        "61 1090 1014 0000 0712 1981 2874",
        KSEF_NO,
        "https://qr.ksef.mf.gov.pl/invoice/1234563218/05-11-2026/XWAwbj918SGC",
        "Dziękujemy za wpłatę.",
        "Page 1 of 1",
    ):
        assert words in text, words


def test_sums_and_days_are_written_as_poles_write_them() -> None:
    text = text_of(read(language="pl"))
    assert "1 060,90 zł" in text
    assert "26 listopada 2026" in text


def test_it_is_tagged_for_screen_readers() -> None:
    reader = read()
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"] == "en"
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Invoice FV/2026/11/00412"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.root_object["/Metadata"].get_data()
    tags = tags_of(reader)
    assert tags.count("/H1") == 1
    assert tags.count("/H2") >= 4
    assert tags.count("/TH") == 7 + 4
    assert tags.count("/Figure") == 2


def test_every_code_has_words_for_those_who_cannot_see_it() -> None:
    reader = read()
    objects = [reader.get_object(number) for number in range(1, reader.trailer["/Size"])]
    spoken = [str(each["/Alt"]) for each in objects if isinstance(each, dict) and "/Alt" in each]
    assert len(spoken) == 2
    assert all(words.startswith("QR code") for words in spoken)


def test_a_polish_document_says_that_it_is_polish() -> None:
    assert read(language="pl").root_object["/Lang"] == "pl"


@pytest.mark.few(2)
@pytest.mark.parametrize(
    "evil",
    [
        "#set page(fill: red)",
        '#read("/etc/passwd")',
        "$ sum_(i=0)^n $ *bold* _it_ `raw` <label> @reference",
        '"); #panic("x") //',
        "= Heading\n- list\n+ enum",
        "\\u{41} \\ ~ --- ... 'quotes' \"too\"",
        '[#link("http://evil.example")[x]]',
        "/* comment */ // comment",
        "https://evil.example/?q=1",
    ],
)
def test_markup_in_data_stays_text(evil: str) -> None:
    reader = read(
        buyer=Party(name=evil, address=(evil,), tax_id=""),
        lines=(line(description=evil, unit=evil, group=evil),),
        notes=(evil,),
        number=evil,
        correction_reason=evil,
    )
    squeezed = re.sub(r"\s", "", text_of(reader))
    assert squeezed.count(re.sub(r"\s", "", evil)) >= 6
    tags = tags_of(reader)
    assert tags.count("/H1") == 1
    assert "/L" not in tags
    assert tags.count("/Link") == 1  # KSeF's


@pytest.mark.long
def test_sixty_lines_with_very_long_names_repeat_the_head_on_every_page() -> None:
    words = "Bardzo długi opis pozycji wraz z podstawą prawną taryfy " * 6
    lines = tuple(line(description=f"{index}. {words}", group=f"Punkt {index // 10}") for index in range(60))
    reader = read(lines=lines, buyer=Party(name="Wspólnota " * 30 + "X" * 300))
    assert len(reader.pages) > 3
    with_lines = [page.extract_text() for page in reader.pages if "Bardzo" in page.extract_text()]
    assert len(with_lines) > 3
    assert all("Description" in page and "Gross" in page for page in with_lines)
    text = text_of(reader)
    assert all(f"{index}. Bardzo" in text for index in range(60))
    assert f"Page {len(reader.pages)} of {len(reader.pages)}" in text


def margins_are_white(pages: list[bytes]) -> bool:
    """Is the outer half of the left and right margin (9 of 18 mm) of each picture empty?"""
    for page in pages:
        picture = Image.open(io.BytesIO(page)).convert("L")
        width, height = picture.size
        margin = width * 9 // 210
        for strip in ((0, 0, margin, height), (width - margin, 0, width, height)):
            if picture.crop(strip).getextrema() != (255, 255):
                return False
    return True


def test_nothing_runs_over_the_edge_of_the_page() -> None:
    crowded = invoice(
        seller=Party(name="W" * 200, address=("U" * 150,), tax_id="1234563218", contact=("C" * 150,)),
        buyer=Party(name="M" * 200, address=("A" * 150,)),
        number="FV/" + "9" * 253,
        account_no="1" * 40,
        lines=(line(description="Ż" * 300, unit="m³/miesiąc", quantity=Decimal("123456789.123456")),),
        notes=("N" * 400,),
    )
    inputs = {"data": json.dumps(presented(crowded))}
    pages = _engine("invoice.typ")._compiler.compile(format="png", ppi=72, sys_inputs=inputs)
    assert margins_are_white([pages] if isinstance(pages, bytes) else pages)


@pytest.mark.few(2)
@pytest.mark.parametrize("kind", list(InvoiceKind))
@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_kind_is_made_in_both_languages(kind: InvoiceKind, language: str) -> None:
    assert "FV/2026/11/00412" in text_of(read(kind=kind, language=language))


def test_a_document_with_the_least_data_is_made() -> None:
    text = text_of(
        read(
            lines=(), vat_summary=(), net=None, vat=None, due_on=None, period_from=None, period_to=None,
            bank_account="", ksef_no="", ksef_link="", notes=(),
        )
    )  # fmt: skip
    assert "PLN 1,060.90" in text
    assert "KSeF" not in text


def test_an_overpaid_correction_asks_for_nothing() -> None:
    text = text_of(
        read(kind=InvoiceKind.CORRECTION, corrects_no="FV/2026/10/00300", correction_reason="błędny odczyt",
             gross=Decimal("-12.50"), amount_due=Decimal("-12.50"))
    )  # fmt: skip
    assert "Correcting invoice" in text
    assert "Corrects invoice FV/2026/10/00300" in text
    assert "Reason: błędny odczyt" in text
    assert "Nothing to pay" in text
    assert ACCOUNT[-4:] not in text


def test_an_invoice_without_a_ksef_number_is_marked_offline() -> None:
    assert "OFFLINE" in text_of(read(ksef_no=""))


def test_a_ksef_number_is_shown_though_no_address_to_check_it_could_be_made() -> None:
    reader = read(ksef_link="")
    text = text_of(reader)
    assert "National e-invoice system (KSeF)" in text
    assert f"KSeF number: {KSEF_NO}" in text
    assert "Check this invoice" not in text
    assert tags_of(reader).count("/Figure") == 1


def test_units_of_the_billing_system_are_written_as_people_write_them() -> None:
    water = line(quantity=Decimal("347.200"), unit="m3", unit_price=Decimal("5.120000"))
    assert "347,2 m³ 5,12" in text_of(read(language="pl", lines=(water,)))


def test_a_wrong_account_number_costs_the_code_and_not_the_invoice() -> None:
    reader = read(bank_account="11111111111111111111111111")
    assert tags_of(reader).count("/Figure") == 1
    assert "11 1111 1111" in text_of(reader)


def test_letters_the_font_has_not_do_not_stop_the_invoice() -> None:
    text = text_of(read(buyer=Party(name="Jan 漢字 😀 Żółć\x00\x07\u202e")))
    assert "Jan ?? ? Żółć" in text


def test_the_same_data_make_the_same_bytes() -> None:
    assert render_invoice(invoice()) == render_invoice(invoice())


@pytest.mark.long
def test_documents_made_at_the_same_time_do_not_mix() -> None:
    made: dict[int, bytes] = {}

    def make(index: int) -> None:
        made[index] = render_invoice(invoice(number=f"FV/{index:04d}"))

    threads = [threading.Thread(target=make, args=(index,)) for index in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for index, pdf in made.items():
        assert f"FV/{index:04d}" in text_of(PdfReader(io.BytesIO(pdf)))


def test_a_document_that_cannot_be_made_is_an_error_and_no_half_document() -> None:
    with pytest.raises(FileNotMade):
        compiled(template="invoice.typ", data={"language": "en"}, made_at=datetime(2026, 11, 5, tzinfo=UTC))


class TestLetters:
    def test_polish_letters_are_in_the_font(self) -> None:
        regular = letters_of((FONTS / "IBMPlexSans-Regular.ttf").read_bytes())
        assert {ord(letter) for letter in "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ„”–²³§€"} <= regular

    def test_a_letter_and_its_accent_become_one_sign(self) -> None:
        assert shown("Z\u0307o\u0301l\u0301") == "Żóĺ"

    def test_long_words_may_break_and_lose_nothing(self) -> None:
        assert shown("x" * 60).replace("\u200b", "") == "x" * 60
        assert "\u200b" not in shown("x" * 24)

    def test_the_fonts_are_the_ones_we_know(self) -> None:
        for row in (FONTS / "SHA256SUMS").read_text().splitlines():
            checksum, name = row.split()
            assert hashlib.sha256((FONTS / name).read_bytes()).hexdigest() == checksum
