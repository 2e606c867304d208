"""KSeF invoices: FA(3) is read, and nothing dangerous is followed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from selfservice.exchange import fa3, ksef, xml
from selfservice.exchange.tests.fa3_documents import document


def test_an_invoice_is_read_whole() -> None:
    read = fa3.read_invoice(document())
    assert (read.invoice_no, read.kind, read.customer_no) == ("FV/X/1", "invoice", "100001")
    assert (read.issued_on, read.due_on) == (date(2026, 11, 16), date(2026, 11, 30))
    assert (read.period_from, read.period_to) == (date(2026, 10, 1), date(2026, 10, 31))
    assert (read.net, read.vat, read.gross) == (Decimal("173.56"), Decimal("28.89"), Decimal("202.45"))
    assert (read.open_amount, read.bank_account) == (read.gross, "25109010145555000000012345")
    first, second = read.lines
    assert (first.quantity, first.unit, first.unit_price) == (Decimal("12.5"), "m3", Decimal("5.12"))
    assert (first.net, first.vat_rate, first.gross) == (Decimal("64.00"), "8", Decimal("69.12"))
    assert (second.position, second.description, second.net) == (2, "Abonament", None)


@pytest.mark.parametrize(
    ("settled", "paid", "open_amount"),
    [
        ("<Rozliczenie><DoZaplaty>187.45</DoZaplaty></Rozliczenie>", "", "187.45"),
        ("<Rozliczenie><DoRozliczenia>15.00</DoRozliczenia></Rozliczenie>", "", "-15.00"),
        ("", "<Zaplacono>1</Zaplacono>", "0.00"),
        (
            "",
            "<ZaplataCzesciowa><KwotaZaplatyCzesciowej>2.45</KwotaZaplatyCzesciowej></ZaplataCzesciowa>",
            "200.00",
        ),
    ],
)
def test_what_is_to_pay_follows_the_settlement(settled: str, paid: str, open_amount: str) -> None:
    read = fa3.read_invoice(document(settled=settled, paid=paid))
    assert read.open_amount == Decimal(open_amount)
    assert read.gross == Decimal("202.45")


def test_a_correction_names_its_invoice_and_turns_the_state_before() -> None:
    corrects = "<DaneFaKorygowanej><NrFaKorygowanej>FV/1</NrFaKorygowanej></DaneFaKorygowanej>"
    read = fa3.read_invoice(document(kind="KOR", corrects=corrects, before="<StanPrzed>1</StanPrzed>"))
    assert (read.kind, read.corrects_no) == ("correction", "FV/1")
    assert (read.lines[0].quantity, read.lines[0].net) == (Decimal("-12.5"), Decimal("-64.00"))


def test_a_correction_of_several_invoices_stands_for_none_of_them_alone() -> None:
    one = "<DaneFaKorygowanej><NrFaKorygowanej>FV/{}</NrFaKorygowanej></DaneFaKorygowanej>"
    read = fa3.read_invoice(document(kind="KOR_ROZ", corrects=one.format(1) + one.format(2)))
    assert (read.kind, read.corrects, read.corrects_no) == ("correction", ("FV/1", "FV/2"), "")


@pytest.mark.parametrize(
    ("price", "kept"), [("2032.52012345", "2032.520123"), ("0.00000050", "0.000001"), ("5.1", "5.100000")]
)
def test_a_unit_price_of_eight_decimals_is_rounded_to_six(price: str, kept: str) -> None:
    read = fa3.read_invoice(document().replace(b"5.12000000", price.encode()))
    assert str(read.lines[0].unit_price) == kept


@pytest.mark.parametrize(
    ("rate", "price", "net", "vat"),
    [("8", "4.740741", "64.00", "5.12"), ("zw", "5.120000", "69.12", "0.00"), ("", None, None, None)],
)
def test_prices_with_tax_are_turned_into_net_ones(rate: str, price: str, net: str, vat: str) -> None:
    """Art. 106e(7) and (8) of the VAT Act: a seller may count from gross prices."""
    told = (
        document().decode().replace("<P_9A>5.12000000</P_9A>\n<P_11>64.00</P_11><P_11Vat>5.12</P_11Vat>", "")
    )
    told = told.replace("<P_12>8</P_12>", f"<P_9B>5.12</P_9B><P_11A>69.12</P_11A><P_12>{rate}</P_12>", 1)
    line = fa3.read_invoice(told.encode()).lines[0]
    figures = [
        str(figure) if figure is not None else None for figure in (line.unit_price, line.net, line.vat)
    ]
    assert figures == [price, net, vat]
    assert line.gross == Decimal("69.12")


ORDER = """<Zamowienie><WartoscZamowienia>615.00</WartoscZamowienia>
<ZamowienieWiersz><NrWierszaZam>1</NrWierszaZam><P_7Z>Przyłącze</P_7Z><P_8AZ>szt.</P_8AZ><P_8BZ>2</P_8BZ>
<P_9AZ>250.123456789</P_9AZ><P_11NettoZ>500.00</P_11NettoZ><P_11VatZ>115.00</P_11VatZ><P_12Z>23</P_12Z>
{before}</ZamowienieWiersz></Zamowienie>"""


def advance(*, kind: str, before: str = "") -> fa3.Fa3Invoice:
    told = re.sub("<FaWiersz>.*</FaWiersz>", "", document(kind=kind).decode(), flags=re.DOTALL)
    return fa3.read_invoice(told.replace("</Fa>", ORDER.format(before=before) + "</Fa>").encode())


def test_the_goods_of_an_advance_stand_in_its_order() -> None:
    read = advance(kind="ZAL")
    assert (read.kind, len(read.lines)) == ("advance", 1)
    line = read.lines[0]
    assert (line.description, line.quantity, line.unit, line.vat_rate) == ("Przyłącze", 2, "szt.", "23")
    assert line.unit_price == Decimal("250.123457")
    assert (line.net, line.vat, line.gross) == (None, None, None), "the worth is that of the order"


def test_the_order_before_a_correction_of_an_advance_is_turned() -> None:
    assert advance(kind="KOR_ZAL", before="<StanPrzedZ>1</StanPrzedZ>").lines[0].quantity == -2


def test_an_invoice_that_settles_advances_is_an_invoice() -> None:
    advances = "<FakturaZaliczkowa><NrFaZaliczkowej>FZ/1</NrFaZaliczkowej></FakturaZaliczkowa>"
    read = fa3.read_invoice(document(kind="ROZ", corrects=advances))
    assert (read.kind, read.corrects_no, len(read.lines)) == ("invoice", "", 2)


def test_amounts_stand_in_the_currency_of_the_invoice() -> None:
    read = fa3.read_invoice(document().replace(b"PLN", b"EUR"))
    assert (read.currency, read.vat) == ("EUR", Decimal("28.89")), "P_14_1W is the tax in PLN"


@pytest.mark.parametrize(
    ("count", "unit", "event", "due_on"),
    [
        ("14", "dni", "data wystawienia faktury", date(2026, 11, 30)),
        ("1", "dzień", "Wystawienie faktury", date(2026, 11, 17)),
        ("3", "tygodnie", "wystawienie", date(2026, 12, 7)),
        ("14", "dni", "otrzymanie faktury", None),
        ("2", "kwartały", "wystawienie", None),
    ],
)
def test_a_term_may_be_counted_from_the_issue(count: str, unit: str, event: str, due_on: date | None) -> None:
    terms = (
        f"<TerminPlatnosci><TerminOpis><Ilosc>{count}</Ilosc><Jednostka>{unit}</Jednostka>"
        f"<ZdarzeniePoczatkowe>{event}</ZdarzeniePoczatkowe></TerminOpis></TerminPlatnosci>"
    )
    told = re.sub("<TerminPlatnosci>.*</TerminPlatnosci>", terms, document().decode(), flags=re.DOTALL)
    assert fa3.read_invoice(told.encode()).due_on == due_on


def test_the_hash_is_that_of_the_exact_bytes() -> None:
    assert fa3.ksef_hash(b"<Faktura/>") == "XWAwbj918SGCaDlMnqGTNpRl32IykC0imJOL6KKYyFs"
    assert fa3.read_invoice(document()).ksef_hash == fa3.ksef_hash(document())
    assert fa3.ksef_hash(document() + b"\n") != fa3.ksef_hash(document())


@pytest.mark.parametrize(
    "data",
    [
        b"<Faktura/>",
        document(kind="MAGIC"),
        document().replace(b"<P_15>202.45</P_15>", b""),
        document().replace(b"202.45", b"NaN"),
        document().replace(b"202.45", b"much"),
        document().replace(b"2026-11-16", b"2026-02-30"),
        document().replace(b"FV/X/1", b" "),
    ],
)
def test_other_documents_are_no_invoices(data: bytes) -> None:
    with pytest.raises(fa3.NotFa3):
        fa3.read_invoice(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<!DOCTYPE l [<!ENTITY a 'x'>]><l>&a;</l>", "xml_entities"),
        (b"<!doctype l><l/>", "xml_entities"),
        (b"<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE l+AD4-<l/>", "bad_xml"),
        ("<!DOCTYPE l><l/>".encode("utf-16"), "encoding"),
        (b"<l>", "bad_xml"),
        (b"", "bad_xml"),
        (b"<l>" + b"x" * xml.LARGEST + b"</l>", "too_large"),
    ],
)
def test_dangerous_xml_is_refused_before_it_is_parsed(data: bytes, code: str) -> None:
    with pytest.raises(xml.UnsafeXml) as caught:
        xml.parse(data)
    assert caught.value.code == code


def test_numbers_of_ksef_carry_their_check_byte() -> None:
    for number in ("5265877635-20250826-0100001AF629-AF", "5555555555-20250828-010080615740-E4"):
        assert ksef.is_number(number)
        assert not ksef.is_number(number[:-1] + ("0" if number[-1] != "0" else "1"))
    made = ksef.number(nip="1234563218", accepted_on=date(2026, 11, 5), serial="0100001AF629")
    assert len(made) == 35
    assert ksef.is_number(made)
    assert not ksef.is_number(made.replace("-", ""))
