"""Rows that name a KSeF invoice are completed from it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from selfservice.exchange import fa3, models
from selfservice.exchange.loading.report import DeliveryRejected
from selfservice.exchange.services import load_delivery, roll_back
from selfservice.exchange.tests.deliveries import line, town, write
from selfservice.exchange.tests.fa3_documents import document

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


def with_xml(folder: Path, data: bytes, generation: int = 1, listed: bool = True) -> Path:
    tables = town()
    tables["invoices"].append({"xml": "files/k.xml"})
    if not listed:
        del tables["invoice_lines"]
    return write(folder, tables, files={"files/k.xml": data}, generation=generation)


def test_a_row_with_an_xml_alone_is_completed_from_it(tmp_path: Path) -> None:
    outcome = load_delivery(path=with_xml(tmp_path, document()))
    invoice = models.Invoice.objects.get(pk="FV/X/1")
    assert (invoice.account_id, invoice.open_amount) == ("100001", Decimal("202.45"))
    assert (invoice.due_on, invoice.xml) == (date(2026, 11, 30), "files/k.xml")
    assert invoice.ksef_hash == fa3.ksef_hash(document())
    lines = models.InvoiceLine.objects.filter(invoice=invoice).order_by("position")
    assert [line.description for line in lines] == ["Woda", "Abonament"]
    assert outcome.report.tables["invoice_lines"]["rows"] == 5


WHOLE = {
    "invoice_no": "FV/X/1",
    "account_no": "100001",
    "kind": "invoice",
    "issued_on": "2026-11-16",
    "gross": "202.45",
    "open_amount": "100.00",
    "xml": "files/k.xml",
}


def with_whole_row(folder: Path, *lines: dict[str, str], **options: Any) -> Path:
    tables = {"invoices": [WHOLE], "invoice_lines": list(lines)}
    tables = {name: rows for name, rows in tables.items() if rows}
    if options.get("mode") != "delta":
        tables["accounts"] = town()["accounts"]
    return write(folder, tables, **({"files": {"files/k.xml": document()}} | options))


def test_a_row_with_all_required_values_gets_the_others_from_the_xml(tmp_path: Path) -> None:
    outcome = load_delivery(path=with_whole_row(tmp_path))
    invoice = models.Invoice.objects.get(pk="FV/X/1")
    assert (invoice.due_on, invoice.net, invoice.vat) == (
        date(2026, 11, 30),
        Decimal("173.56"),
        Decimal("28.89"),
    )
    assert (invoice.open_amount, invoice.ksef_hash) == (Decimal("100.00"), fa3.ksef_hash(document()))
    assert [line.description for line in models.InvoiceLine.objects.all()] == ["Woda", "Abonament"]
    assert outcome.report.tables["invoice_lines"]["rows"] == 2


def test_lines_of_the_delivery_go_before_those_of_the_xml(tmp_path: Path) -> None:
    load_delivery(path=with_whole_row(tmp_path, line("FV/X/1", 7)))
    assert [found.position for found in models.InvoiceLine.objects.all()] == [7]


def test_lines_that_stand_go_before_those_of_an_xml_that_is_not_sent_again(tmp_path: Path) -> None:
    load_delivery(path=with_whole_row(tmp_path / "a", line("FV/X/1", 7)))
    load_delivery(path=with_whole_row(tmp_path / "b", generation=2, mode="delta", files={}))
    assert [found.position for found in models.InvoiceLine.objects.all()] == [7]
    assert models.Invoice.objects.get().due_on == date(2026, 11, 30)


OTHER = {**{name: WHOLE[name] for name in WHOLE if name != "xml"}, "invoice_no": "FV/O/1"}


@pytest.mark.parametrize("beside", [{}, WHOLE])
def test_a_row_of_a_delta_that_names_no_xml_keeps_what_its_file_leaves_out(
    beside: dict[str, str], tmp_path: Path
) -> None:
    tables = {"accounts": town()["accounts"], "invoices": [{**OTHER, "due_on": "2026-12-01", "net": "90"}]}
    load_delivery(path=write(tmp_path / "a", tables))
    rows = [row for row in ({**OTHER, "gross": "200.00", "xml": ""}, beside) if row]
    files = {"files/k.xml": document()}
    load_delivery(path=write(tmp_path / "b", {"invoices": rows}, files=files, generation=2, mode="delta"))
    invoice = models.Invoice.objects.get(pk="FV/O/1")
    assert (invoice.due_on, invoice.net, invoice.gross) == (date(2026, 12, 1), Decimal(90), Decimal(200))
    assert [found.due_on for found in models.Invoice.objects.filter(pk="FV/X/1")] == [
        date(2026, 11, 30) for row in rows if row["xml"]
    ]
    roll_back()
    assert models.Invoice.objects.get().gross == Decimal("202.45")


def test_a_row_of_a_delta_whose_xml_is_no_invoice_keeps_what_its_file_leaves_out(tmp_path: Path) -> None:
    load_delivery(path=with_whole_row(tmp_path / "a"))
    files = {"files/k.xml": b"<Faktura/>"}
    outcome = load_delivery(path=with_whole_row(tmp_path / "b", generation=2, mode="delta", files=files))
    assert models.Invoice.objects.get().due_on == date(2026, 11, 30)
    assert outcome.report.tables["invoices"]["changed"] == 0


def test_the_xml_of_a_delta_empties_what_it_does_not_say(tmp_path: Path) -> None:
    load_delivery(path=with_whole_row(tmp_path / "a"))
    files = {"files/k.xml": document().replace(b"TerminPlatnosci", b"Inne")}
    load_delivery(path=with_whole_row(tmp_path / "b", generation=2, mode="delta", files=files))
    assert models.Invoice.objects.get().due_on is None


def test_a_new_row_of_a_delta_has_nothing_where_its_file_leaves_columns_out(tmp_path: Path) -> None:
    load_delivery(path=write(tmp_path / "a", {"accounts": town()["accounts"]}))
    tables = {"invoices": [{**OTHER, "xml": ""}, WHOLE]}
    files = {"files/k.xml": document()}
    load_delivery(path=write(tmp_path / "b", tables, files=files, generation=2, mode="delta"))
    assert models.Invoice.objects.get(pk="FV/O/1").due_on is None


def test_a_row_that_names_no_xml_must_say_what_is_required(tmp_path: Path) -> None:
    load_delivery(path=write(tmp_path / "a", town()))
    tables = {
        "invoices": [{"invoice_no": town()["invoices"][0]["invoice_no"], "open_amount": "0", "xml": ""}]
    }
    with pytest.raises(DeliveryRejected) as caught:
        load_delivery(path=write(tmp_path / "b", tables, generation=2, mode="delta"))
    assert {problem.code for problem in caught.value.report.errors} == {"required"}


def test_a_whole_row_may_name_an_xml_of_another_structure(tmp_path: Path) -> None:
    outcome = load_delivery(path=with_whole_row(tmp_path, files={"files/k.xml": b"<Faktura/>"}))
    assert models.Invoice.objects.get().due_on is None
    assert [problem.code for problem in outcome.report.warnings] == ["bad_fa3"]


def test_a_price_of_eight_decimals_rejects_no_delivery(tmp_path: Path) -> None:
    load_delivery(path=with_xml(tmp_path, document().replace(b"5.12000000", b"5.12000051")))
    line = models.InvoiceLine.objects.get(invoice="FV/X/1", position=1)
    assert line.unit_price == Decimal("5.120001"), "though the file of lines has no such column"


def test_a_number_longer_than_the_portal_keeps_is_told_as_that(tmp_path: Path) -> None:
    with pytest.raises(DeliveryRejected) as caught:
        load_delivery(path=with_xml(tmp_path, document().replace(b"FV/X/1", b"F" * 257)))
    problem = caught.value.report.errors[0]
    assert (problem.column, problem.code) == ("invoice_no", "too_long")
    assert "256 characters" in problem.reason


def test_numbers_as_long_as_the_schema_allows_are_taken(tmp_path: Path) -> None:
    number, corrected = "Ż" * 256, "Ł" * 256
    data = document(
        kind="KOR",
        corrects=f"<DaneFaKorygowanej><NrFaKorygowanej>{corrected}</NrFaKorygowanej></DaneFaKorygowanej>",
    ).replace(b"FV/X/1", number.encode())
    load_delivery(path=with_xml(tmp_path, data))
    invoice = models.Invoice.objects.get(pk=number)
    assert (invoice.corrects_no, invoice.lines.count()) == (corrected, 2)


def test_what_the_row_says_goes_before_the_xml(tmp_path: Path) -> None:
    tables = town()
    tables["invoices"].append({"xml": "files/k.xml", "open_amount": "1,00", "account_no": "100002"})
    load_delivery(path=write(tmp_path, tables, files={"files/k.xml": document()}))
    invoice = models.Invoice.objects.get(pk="FV/X/1")
    assert (invoice.account_id, invoice.open_amount) == ("100002", Decimal("1.00"))


def test_a_header_of_the_xml_column_alone_will_do(tmp_path: Path) -> None:
    load_delivery(path=write(tmp_path / "a", {"accounts": town()["accounts"]}))
    tables = {"invoices": [{"xml": "files/k.xml"}]}
    folder = write(tmp_path / "b", tables, files={"files/k.xml": document()}, generation=2, mode="delta")
    load_delivery(path=folder)
    assert models.InvoiceLine.objects.count() == 2


@pytest.mark.parametrize("listed", [True, False])
def test_a_changed_xml_under_an_unchanged_row_is_read_again(listed: bool, tmp_path: Path) -> None:
    load_delivery(path=with_xml(tmp_path / "a", document(), listed=listed))
    shorter = document().replace(
        b"<FaWiersz><NrWierszaFa>1</NrWierszaFa><P_7>Abonament</P_7></FaWiersz>", b""
    )
    load_delivery(path=with_xml(tmp_path / "b", shorter, 2, listed))
    lines = models.InvoiceLine.objects.filter(invoice="FV/X/1")
    assert [line.description for line in lines] == ["Woda"]
    roll_back()
    assert lines.all().count() == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<Faktura/>", "bad_fa3"),
        (document().replace(b"100001", b"999999"), "dangling"),
        (document().replace(b"<NrKlienta>100001</NrKlienta>", b""), "required"),
        (document().replace(b"202.45", b"99999999999.00"), "bad_amount"),
    ],
)
def test_a_bad_invoice_document_is_told_with_the_line_of_its_row(
    data: bytes, code: str, tmp_path: Path
) -> None:
    with pytest.raises(DeliveryRejected) as caught:
        load_delivery(path=with_xml(tmp_path, data))
    problem = next(found for found in caught.value.report.errors if found.code == code)
    assert (problem.file, problem.line) == ("invoices.csv", 4)


def test_an_xml_that_is_not_there_is_told(tmp_path: Path) -> None:
    tables = town()
    tables["invoices"].append({"xml": "files/none.xml"})
    with pytest.raises(DeliveryRejected) as caught:
        load_delivery(path=write(tmp_path, tables))
    assert caught.value.report.errors[0].code == "dangling"
