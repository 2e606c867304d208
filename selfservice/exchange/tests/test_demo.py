"""The demo town: deterministic, conforming, and the first accounts always the same."""

from __future__ import annotations

import hashlib
import re
import tracemalloc
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from pypdf import PdfReader

from selfservice.exchange import fa3, ksef, models
from selfservice.exchange.demo import writer
from selfservice.exchange.demo.calendar import Calendar, is_holiday
from selfservice.exchange.demo.customers import nip, nrb, registration_code, registration_hash
from selfservice.exchange.demo.network import collection_rows
from selfservice.exchange.demo.supplier import FAULTS, write_delivery
from selfservice.exchange.demo.town import Town
from selfservice.exchange.loading.report import DeliveryRejected
from selfservice.exchange.services import check_delivery, load_delivery, roll_back
from selfservice.exchange.tests.test_rejections import everything

pytestmark = pytest.mark.long

AS_OF = datetime.fromisoformat("2026-11-21T12:00:00+01:00")
TODAY = AS_OF.date()
database = pytest.mark.django_db(databases=["default", "exchange"])


def make(folder: Path, *, accounts: int = 120, seed: int = 5, **more) -> Path:
    write_delivery(folder=folder, accounts=accounts, seed=seed, as_of=AS_OF, **more)
    return folder


def digest(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = digest(make(tmp_path / "a")), digest(make(tmp_path / "b"))
    assert one == two
    assert digest(make(tmp_path / "c", seed=6)) != one


def test_a_bigger_town_costs_no_more_memory(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(writer, "_BUFFER", 1024)

    def peak(accounts: int) -> int:
        tracemalloc.start()
        make(tmp_path / str(accounts), accounts=accounts)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(125) < 1.5 * peak(25)


@database
def test_the_town_keeps_the_contract_and_every_sum_agrees(tmp_path: Path) -> None:
    outcome = check_delivery(path=make(tmp_path / "d", accounts=300))
    assert outcome.report.lines() == []


@database
@pytest.mark.parametrize("seed", [1, 2])
def test_the_first_accounts_are_the_same_for_every_seed(seed: int, tmp_path: Path) -> None:
    load_delivery(path=make(tmp_path / "d", seed=seed))
    anna = models.Account.objects.get(pk="100245")
    assert (anna.name, anna.street, anna.building, anna.flat) == ("Anna Zielińska", "ul. Lipowa", "12", "3")
    assert (anna.city, anna.balance, anna.overdue) == ("Zielona Dolina", Decimal("187.45"), 0)
    due = models.Invoice.objects.get(account="100245", open_amount__gt=0)
    assert (due.open_amount, due.due_on) == (Decimal("187.45"), TODAY + timedelta(days=9))
    assert due.invoice_no == "FV/2026/11/00412"
    assert due.document == "files/invoices/FV-2026-11-00412.pdf"
    days = models.Consumption.objects.filter(point="PP100245WC", component="heat").order_by("period_from")
    assert days.count() == 400 and all(row.period_from == row.period_to for row in days)
    assert days.last().period_to == TODAY - timedelta(days=1) and min(row.quantity for row in days) > 0
    assert models.Account.objects.get(pk="100246").points.count() > 10
    assert (
        models.Meter.objects.filter(point__account="100246", parent_installation__isnull=False).count() == 20
    )
    assert models.Account.objects.get(pk="100247").overdue > 0
    assert models.Account.objects.get(pk="100248").balance < 0
    bakery = models.Invoice.objects.filter(account="100249").latest("issued_on", "invoice_no")
    assert (bakery.document, bakery.xml) == ("", "files/invoices/FV-2026-11-00416.xml")
    assert bakery.lines.count() == 3


@database
def test_the_town_has_what_a_town_has(tmp_path: Path) -> None:
    load_delivery(path=make(tmp_path / "d", accounts=400))
    kinds = set(models.Invoice.objects.values_list("kind", flat=True))
    assert kinds == {"invoice", "correction", "advance", "interest_note", "demand"}
    assert set(models.Reading.objects.values_list("kind", flat=True)) == set(models.Reading.Kind.values)
    assert models.Meter.objects.filter(removed_on__isnull=False, final_value__isnull=False).exists()
    late = [
        reading.booked_on - reading.read_on
        for reading in models.Reading.objects.filter(booked_on__isnull=False)
    ]
    assert max(late) > timedelta(days=30)
    numbers = [number for number in models.Invoice.objects.values_list("ksef_no", flat=True) if number]
    assert numbers
    assert all(map(ksef.is_number, numbers))
    assert models.Invoice.objects.filter(account="100245", kind="invoice").count() == 12
    assert models.Reading.objects.filter(installation="Z100245B").count() == 24
    states = {letter.title for letter in models.Letter.objects.filter(account="100245").available(at=AS_OF)}
    assert states == {"Potwierdzenie salda"}
    assert models.RoundItem.objects.exists()
    assert models.Collection.objects.exists()


@database
def test_a_later_delivery_changes_what_it_says_and_can_be_undone(tmp_path: Path) -> None:
    load_delivery(path=make(tmp_path / "a", accounts=300))
    before = everything()
    outcome = load_delivery(path=make(tmp_path / "b", accounts=300, delta=True, generation=2))
    tables = outcome.report.tables
    assert tables["readings"]["added"] == 6 + 1
    assert tables["invoices"]["added"] == tables["invoice_lines"]["added"] == 2
    assert tables["ledger"]["added"] == tables["invoices"]["changed"] + 2 > 2
    assert (tables["meters"]["added"], tables["meters"]["changed"]) == (1, 1)
    assert tables["collections"]["removed"] == 1
    assert outcome.report.lines() == []
    check = check_delivery(path=make(tmp_path / "c", accounts=300, delta=True, generation=3))
    assert check.report.lines() == []
    roll_back()
    assert everything() == before


@database
@pytest.mark.parametrize(("accounts", "generation"), [(1, 2), (6, 2), (8, 5), (20, 40), (60, 2), (60, 3)])
def test_a_later_delivery_of_a_small_town_has_something_of_each_kind(
    accounts: int, generation: int, tmp_path: Path
) -> None:
    load_delivery(path=make(tmp_path / "a", accounts=accounts))
    path = make(tmp_path / "b", accounts=accounts, delta=True, generation=generation)
    assert [line for line in check_delivery(path=path).report.lines() if "gap" not in line] == []
    load_delivery(path=path)
    new = models.Invoice.objects.get(invoice_no=f"FU/2026/11/{generation:05}")
    assert new.lines.count() == 1
    assert models.Invoice.objects.filter(kind="correction", issued_on=TODAY).get().lines.count() == 1
    assert models.LedgerEntry.objects.filter(kind="payment", booked_on=TODAY, account=new.account_id).exists()
    assert models.Meter.objects.filter(removed_on=TODAY).count() == 1
    assert models.Meter.objects.filter(installed_on=TODAY).count() == 1


@pytest.mark.parametrize("as_of", ["2026-11-21", "2026-12-20", "2027-03-28", "2027-05-20"])
def test_waste_is_collected_on_working_days_that_do_not_wander(as_of: str) -> None:
    def rows(day: str) -> dict[str, tuple[date, str, str]]:
        calendar = Calendar(datetime.fromisoformat(f"{day}T12:00:00+01:00"))
        found = collection_rows(Town(3000), calendar)
        return {str(row[0]): (row[5], f"{row[1]} {row[4]}", str(row[7])) for row in found}

    made = rows(as_of)
    kept = [(day, what) for day, what, cancelled in made.values() if cancelled == "0"]
    assert kept and all(day.weekday() < 5 and not is_holiday(day) for day, _what in kept)
    for day, what in kept:
        assert (day + timedelta(days=1), what) not in kept
    bio = {day for day, what in kept if what.endswith("bio")}
    assert not any({day, day + timedelta(days=1), day + timedelta(days=2)} <= bio for day in bio)
    tomorrow = rows(str(date.fromisoformat(as_of) + timedelta(days=1)))
    assert len(made.keys() & tomorrow.keys()) > 0.9 * len(made)


@database
@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_feed_on_request_is_rejected(fault: str, tmp_path: Path) -> None:
    call_command("demo_supplier", accounts=10, out=tmp_path, broken=fault, verbosity=0)
    with pytest.raises(DeliveryRejected):
        load_delivery(path=tmp_path)


def test_its_xml_is_readable_and_its_pdf_looks_like_one(tmp_path: Path) -> None:
    folder = make(tmp_path, accounts=20)
    invoices = sorted((folder / "files" / "invoices").glob("*.xml"))
    assert len(invoices) >= 2
    for path in invoices:
        read = fa3.read_invoice(path.read_bytes())
        assert sum(line.gross or 0 for line in read.lines) == read.gross
    page = (folder / "files" / "contracts" / "100245.pdf").read_bytes()
    assert page.startswith(b"%PDF-1.4")
    assert page.endswith(b"%%EOF\n")
    start = int(page.rsplit(b"startxref\n", 1)[1].split()[0])
    assert page[start:].startswith(b"xref")


def test_its_invoice_is_written_as_poles_write(tmp_path: Path) -> None:
    folder = make(tmp_path, accounts=1)
    page = PdfReader(folder / "files" / "invoices" / "FV-2026-11-00412.pdf").pages[0]
    text = page.extract_text().replace("\u00a0", " ")
    for words in (
        "Dostawa wody: 12 m³ x 5,12 zł = 61,44 zł netto",
        "Razem netto: 173,56 zł",
        "VAT 8%: 13,89 zł",
        "Razem brutto: 187,45 zł",
        "Termin płatności: 30.11.2026",
        "Okres: 01.10.2026 - 31.10.2026",
    ):
        assert words in text, words
    assert re.search(r"Rachunek: \d\d( \d{4}){6}", text)


def test_invented_numbers_have_right_check_digits() -> None:
    assert nrb("109010140000071219812874") == "61109010140000071219812874"
    weights = (6, 5, 7, 2, 3, 4, 5, 6, 7)
    for index in range(200):
        digits = nip(index)
        assert sum(int(d) * w for d, w in zip(digits, weights, strict=False)) % 11 == int(digits[9])
    hashed = hashlib.sha256(registration_code("100245").encode()).hexdigest()
    assert registration_hash("100245") == f"sha256:{hashed}"
