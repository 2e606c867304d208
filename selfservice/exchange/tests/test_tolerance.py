"""What real exports look like is tolerated, and read exactly."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from selfservice.exchange import models
from selfservice.exchange.loading.report import DeliveryRejected
from selfservice.exchange.services import load_delivery
from selfservice.exchange.tests.deliveries import account, csv_text, town, write

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
NAME = "Żółć Gęślą-Jaźń"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1250", "iso-8859-2"])
def test_polish_letters_survive_every_declared_encoding(encoding: str, tmp_path: Path) -> None:
    load_delivery(path=write(tmp_path, {"accounts": [account("1", name=NAME)]}, encoding=encoding))
    assert models.Account.objects.get().name == NAME


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    text = "\ufeff" + csv_text([account("1", name=NAME)])
    load_delivery(path=write(tmp_path, texts={"accounts": text}))
    assert models.Account.objects.get().pk == "1"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_line_ends_of_any_kind(end: str, tmp_path: Path) -> None:
    text = csv_text([account("1"), account("2")], end=end)
    load_delivery(path=write(tmp_path, texts={"accounts": text}))
    assert models.Account.objects.count() == 2


def test_mixed_line_ends_and_blank_lines(tmp_path: Path) -> None:
    lines = csv_text([account(str(n)) for n in range(4)]).splitlines()
    text = f"{lines[0]}\r\n{lines[1]}\n\n{lines[2]}\r\n\r\n{lines[3]}\n{lines[4]}"
    folder = write(tmp_path, texts={"accounts": text})
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"rows": 6', '"rows": 4'))
    load_delivery(path=folder)
    assert models.Account.objects.count() == 4


@pytest.mark.parametrize("written", ["1 234,56", "1\u00a0234,56", "1\u202f234.56", "1234,56", "1234.5600"])
def test_amounts_as_people_write_them(written: str, tmp_path: Path) -> None:
    load_delivery(path=write(tmp_path, {"accounts": [account("1", balance=written)]}))
    assert models.Account.objects.get().balance == Decimal("1234.56")


def test_days_as_people_write_them(tmp_path: Path) -> None:
    tables = town()
    tables["invoices"][0]["issued_on"] = "05.11.2026"
    load_delivery(path=write(tmp_path, tables))
    assert models.Invoice.objects.get(pk="FV/1").issued_on.isoformat() == "2026-11-05"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_other_delimiters_when_declared(delimiter: str, tmp_path: Path) -> None:
    text = csv_text([account("1", name="a;b,c|d")], delimiter=delimiter)
    folder = write(tmp_path, texts={"accounts": text}, delimiter=delimiter)
    manifest = folder / "manifest.json"
    load_delivery(path=folder)
    assert manifest.exists()
    assert models.Account.objects.get().name == "a;b,c|d"


def zipped(folder: Path, path: Path, around: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, around + file.relative_to(folder).as_posix())
    return path


@pytest.mark.parametrize("around", ["", "delivery-42/"])
def test_a_zip_is_read_in_place(around: str, tmp_path: Path) -> None:
    tables = town()
    tables["invoices"][0]["document"] = "files/a.pdf"
    folder = write(tmp_path / "d", tables, files={"files/a.pdf": b"%PDF-1.4 a"})
    load_delivery(path=zipped(folder, tmp_path / "d.zip", around))
    assert models.Account.objects.count() == 2
    assert models.DeliveryFile.objects.get().size == 10


def spoilt(path: Path, *, name: str = "x.csv", data: bytes = b"x", attributes: int = 0) -> Path:
    member = zipfile.ZipInfo(name)
    member.external_attr = attributes
    member.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(member, data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "attributes", "code"),
    [
        ("../outside.csv", b"x", 0, "unsafe_path"),
        ("/etc/cron.d/x", b"x", 0, "unsafe_path"),
        ("files/../../x.pdf", b"x", 0, "unsafe_path"),
        ("files\\..\\x.pdf", b"x", 0, "unsafe_path"),
        ("files/link.pdf", b"/etc/passwd", 0o120777 << 16, "unsafe_path"),
        ("files/bomb.pdf", bytes(60_000_000), 0, "zip_bomb"),
    ],
)
def test_a_zip_that_leads_out_or_swells_is_refused(
    name: str, data: bytes, attributes: int, code: str, tmp_path: Path
) -> None:
    path = zipped(write(tmp_path / "d", town()), tmp_path / "d.zip")
    spoilt(path, name=name, data=data, attributes=attributes)
    with pytest.raises(DeliveryRejected) as caught:
        load_delivery(path=path)
    assert [found.code for found in caught.value.report.errors] == [code]
    assert not models.Account.objects.exists()
    assert not (tmp_path / "outside.csv").exists()


def test_a_zip_larger_than_allowed_is_refused(tmp_path: Path, settings) -> None:
    settings.EXCHANGE_MAX_BYTES = 1000
    path = zipped(write(tmp_path / "d", town()), tmp_path / "d.zip")
    with pytest.raises(DeliveryRejected, match="EXCHANGE_MAX_BYTES"):
        load_delivery(path=path)


@pytest.mark.parametrize("keep", [0, 0.3, 0.9])
def test_a_broken_zip_and_no_zip_at_all(keep: float, tmp_path: Path) -> None:
    path = zipped(write(tmp_path / "d", town()), tmp_path / "d.zip")
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
    with pytest.raises(DeliveryRejected, match="readable zip"):
        load_delivery(path=path)
    with pytest.raises(DeliveryRejected, match="no such"):
        load_delivery(path=tmp_path / "nothing")


def test_damage_inside_a_zip_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "d.zip"
    folder = write(tmp_path / "d", town())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for file in folder.iterdir():
            archive.write(file, file.name)
    data = path.read_bytes()
    path.write_bytes(data.replace("Zmyślona".encode(), "Zmyślani".encode(), 1))
    with pytest.raises(DeliveryRejected):
        load_delivery(path=path)
    assert not models.Account.objects.exists()
