"""A bad delivery of any kind is rejected with file, line, column and reason, and changes nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from ebok.audit.models import AuditEntry
from ebok.core.alarms import open_alarms
from selfservice.exchange import models
from selfservice.exchange.loading.report import DeliveryRejected, Report
from selfservice.exchange.services import load_delivery
from selfservice.exchange.tests import deliveries
from selfservice.exchange.tests.deliveries import account, csv_text, invoice, line, town, write

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
Spoil = Callable[[Path], Any]


def rows_with(table: str, place: int, **changes: Any) -> Spoil:
    """A delivery of generation 2 with one row changed."""

    def make(folder: Path) -> Path:
        tables = town()
        tables[table][place] |= changes
        return write(folder, tables, generation=2)

    return make


def more(table: str, *rows: dict[str, Any]) -> Spoil:
    """A delivery of generation 2 with rows added."""

    def make(folder: Path) -> Path:
        tables = town()
        tables[table] = [*tables[table], *rows]
        return write(folder, tables, generation=2)

    return make


def text(table: str, edit: Callable[[str], str | bytes], **manifest: Any) -> Spoil:
    """A delivery of generation 2 whose file of one table was edited, with a right checksum."""

    def make(folder: Path) -> Path:
        tables = town()
        edited = edit(csv_text(tables.pop(table)))
        folder = write(folder, tables, generation=2)
        return _with_raw(folder, table, edited, **manifest)

    return make


def _with_raw(folder: Path, table: str, data: str | bytes, **manifest: Any) -> Path:
    raw = data if isinstance(data, bytes) else data.encode()
    (folder / f"{table}.csv").write_bytes(raw)
    told = json.loads((folder / "manifest.json").read_text())
    rows = len(raw.splitlines()) - 1
    told["files"].append({"name": f"{table}.csv", "rows": rows, "sha256": hashlib.sha256(raw).hexdigest()})
    (folder / "manifest.json").write_text(json.dumps(told | manifest))
    return folder


def manifest(**changes: Any) -> Spoil:
    """A delivery whose manifest says something else."""
    return lambda folder: write(folder, town(), **({"generation": 2} | changes))


def after(spoil: Callable[[Path], None]) -> Spoil:
    """A good delivery of generation 2 to which something happened afterwards."""

    def make(folder: Path) -> Path:
        tables = town()
        tables["accounts"][1]["email"] = "zmiana@poczta.invalid"
        tables["invoices"][1]["open_amount"] = "0.00"
        write(folder, tables, generation=2, files={"files/a.pdf": b"%PDF-1.4 x"})
        spoil(folder)
        return folder

    return make


def edit_manifest(edit: Callable[[dict[str, Any]], None]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        told = json.loads((folder / "manifest.json").read_text())
        edit(told)
        (folder / "manifest.json").write_text(json.dumps(told))

    return spoil


def cut(name: str, keep: float) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data[: int(len(data) * keep)])

    return spoil


def link(folder: Path) -> None:
    (folder / "files" / "b.pdf").symlink_to("/etc/hostname")


def with_file(path: str, data: bytes) -> Spoil:
    return lambda folder: write(folder, town(), generation=2, files={path: data})


BOMB = b"<!DOCTYPE l [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><l>&b;</l>"
XXE = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY f SYSTEM "file:///etc/passwd">]><l>&f;</l>'
UTF16 = "<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE l []><l/>".encode("utf-16")

# name: (how to make it, file, line, column, code); a line of None is not looked at
CASES: dict[str, tuple[Spoil, str, int | None, str, str]] = {
    "wrong checksum": (
        after(edit_manifest(lambda told: told["files"][2].update(sha256="0" * 64))),
        "accounts.csv",
        0,
        "",
        "checksum",
    ),
    "wrong row count": (
        after(edit_manifest(lambda told: told["files"][2].update(rows=3))),
        "accounts.csv",
        0,
        "",
        "row_count",
    ),
    "truncated within a row": (after(cut("invoices.csv", 0.8)), "invoices.csv", None, "", "checksum"),
    "truncated within quotes": (after(cut("accounts.csv", 0.68)), "accounts.csv", None, "", "broken_csv"),
    "truncated to nothing": (after(cut("invoices.csv", 0)), "invoices.csv", 0, "", "empty"),
    "file absent": (after(lambda folder: (folder / "meters.csv").unlink()), "meters.csv", 0, "", "absent"),
    "undeclared encoding": (
        text("areas", lambda t: t.encode("cp1250")),
        "areas.csv",
        None,
        "",
        "encoding",
    ),
    "declared cp1250, is UTF-8": (
        text("areas", str, encoding="cp1250"),
        "areas.csv",
        0,
        "",
        "encoding",
    ),
    "declared ISO, is cp1250": (
        text("areas", lambda t: t.encode("cp1250"), encoding="iso-8859-2"),
        "areas.csv",
        3,
        "",
        "control_character",
    ),
    "UTF-16": (text("areas", lambda t: t.encode("utf-16")), "areas.csv", 1, "", "control_character"),
    "unknown column": (
        text("areas", lambda t: t.replace("kind", "rodzaj", 1)),
        "areas.csv",
        1,
        "rodzaj",
        "unknown_column",
    ),
    "missing column": (
        text("areas", lambda t: "area_code;kind\nZD;town\n"),
        "areas.csv",
        1,
        "name",
        "missing_column",
    ),
    "column twice": (
        text("areas", lambda t: t.replace("kind", "name", 1)),
        "areas.csv",
        1,
        "name",
        "duplicate_column",
    ),
    "_deleted in a full delivery": (
        rows_with("areas", 0, _deleted="1"),
        "areas.csv",
        1,
        "_deleted",
        "unknown_column",
    ),
    "other delimiter": (text("areas", lambda t: t.replace(";", ",")), "areas.csv", 1, None, "unknown_column"),
    "too few cells": (text("areas", lambda t: t + "X;Y\n"), "areas.csv", 4, "", "column_count"),
    "duplicate key": (more("accounts", account("100001", name="Inna")), "accounts.csv", 4, "", "duplicate"),
    "duplicate line of an invoice": (
        more("invoice_lines", line("FV/1", 1, net="1.00")),
        "invoice_lines.csv",
        5,
        "",
        "duplicate",
    ),
    "dangling account": (
        more("invoices", invoice("FV/9", "999999")),
        "invoices.csv",
        4,
        "account_no",
        "dangling",
    ),
    "dangling parent of its own table": (
        rows_with("areas", 1, parent_code="XX"),
        "areas.csv",
        3,
        "parent_code",
        "dangling",
    ),
    "dangling document": (
        rows_with("invoices", 0, document="files/none.pdf"),
        "invoices.csv",
        2,
        "document",
        "dangling",
    ),
    "impossible date": (
        rows_with("invoices", 0, issued_on="2026-02-30"),
        "invoices.csv",
        2,
        "issued_on",
        "bad_date",
    ),
    "NaN": (rows_with("invoices", 1, gross="NaN"), "invoices.csv", 3, "gross", "bad_amount"),
    "overflow": (rows_with("ledger", 0, amount="99999999999.00"), "ledger.csv", 2, "amount", "bad_amount"),
    "a third decimal": (rows_with("ledger", 0, amount="1.005"), "ledger.csv", 2, "amount", "bad_amount"),
    "bad NRB": (
        rows_with("accounts", 0, bank_account="26109010145555000000012345"),
        "accounts.csv",
        2,
        "bank_account",
        "bad_nrb",
    ),
    "unknown word": (rows_with("readings", 0, kind="magic"), "readings.csv", 2, "kind", "bad_choice"),
    "required value empty": (rows_with("accounts", 1, name=""), "accounts.csv", 3, "name", "required"),
    "collection of nothing": (
        rows_with("collections", 0, area_code=""),
        "collections.csv",
        2,
        "area_code",
        "required",
    ),
    "path outside": (
        rows_with("invoices", 0, document="files/../../../etc/passwd.pdf"),
        "invoices.csv",
        2,
        "document",
        "unsafe_path",
    ),
    "symbolic link": (after(link), "files/b.pdf", 0, "", "unsafe_path"),
    "control character": (
        text("areas", lambda t: t.replace("Zielona", "Zie\x07lona")),
        "areas.csv",
        2,
        "",
        "control_character",
    ),
    "invisible control character": (
        text("areas", lambda t: t.replace("Zielona", "Zie\x9blona")),
        "areas.csv",
        2,
        "",
        "control_character",
    ),
    "gigantic line": (text("areas", lambda t: t + "x" * 3_000_000), "areas.csv", 4, "", "long_line"),
    "quotes never closed": (text("areas", lambda t: t + '"Z;y;;\n'), "areas.csv", None, "", "broken_csv"),
    "XML bomb": (with_file("files/x.xml", BOMB), "files/x.xml", 0, "", "xml_entities"),
    "XML reading files": (with_file("files/x.xml", XXE), "files/x.xml", 0, "", "xml_entities"),
    "XML in UTF-16": (with_file("files/x.xml", UTF16), "files/x.xml", 0, "", "encoding"),
    "broken XML": (with_file("files/x.xml", b"<a><b></a>"), "files/x.xml", 0, "", "bad_xml"),
    "a page that is no PDF": (with_file("files/x.pdf", b"<html>"), "files/x.pdf", 0, "", "not_pdf"),
    "equal generation": (manifest(generation=1), "manifest.json", 0, "generation", "old_generation"),
    "other schema": (manifest(schema="ebok-exchange/2"), "manifest.json", 0, "schema", "bad_value"),
    "generation as text": (manifest(generation="2"), "manifest.json", 0, "generation", "bad_value"),
    "unknown mode": (manifest(mode="partial"), "manifest.json", 0, "mode", "bad_value"),
    "unknown encoding": (
        after(edit_manifest(lambda told: told.update(encoding="utf-7"))),
        "manifest.json",
        0,
        "encoding",
        "bad_value",
    ),
    "instant without offset": (
        manifest(as_of="2026-11-20T02:55:00"),
        "manifest.json",
        0,
        "as_of",
        "bad_value",
    ),
    "unknown table": (
        after(edit_manifest(lambda told: told["files"][0].update(name="../users.csv"))),
        "manifest.json",
        0,
        "files",
        "bad_value",
    ),
    "manifest absent": (
        after(lambda folder: (folder / "manifest.json").unlink()),
        "manifest.json",
        0,
        "",
        "absent",
    ),
    "manifest no JSON": (
        after(lambda folder: (folder / "manifest.json").write_text("{")),
        "manifest.json",
        0,
        "",
        "bad_json",
    ),
    "manifest deeply nested": (
        after(lambda folder: (folder / "manifest.json").write_text("[" * 100_000)),
        "manifest.json",
        0,
        "",
        "bad_json",
    ),
}


def everything() -> dict[str, list[Any]]:
    """All rows of all tables that pages read."""
    contents = {}
    for model in apps.get_app_config("exchange").get_models():
        if model is not models.Feed:
            contents[model._meta.db_table] = sorted(map(repr, model._default_manager.values_list()))
    return contents


def rejected(path: Path, **options: Any) -> Report:
    with pytest.raises(DeliveryRejected) as caught:
        load_delivery(path=path, **options)
    return caught.value.report


@pytest.mark.parametrize("name", CASES)
def test_a_bad_delivery_is_told_apart_and_changes_nothing(name: str, tmp_path: Path) -> None:
    make, file, where, column, code = CASES[name]
    load_delivery(path=write(tmp_path / "good", town()))
    before = everything()
    make(tmp_path / "bad")
    report = rejected(tmp_path / "bad")
    problem = next((found for found in report.errors if found.code == code), None)
    assert problem is not None, report.lines()
    assert problem.file == file
    assert where is None or problem.line == where
    assert column is None or problem.column == column
    assert everything() == before
    assert models.Feed.objects.visible().get().generation == 1


@pytest.mark.parametrize("name", CASES)
def test_a_bad_first_delivery_leaves_the_exchange_empty(name: str, tmp_path: Path) -> None:
    make, *_, code = CASES[name]
    make(tmp_path / "bad")
    if code == "old_generation":
        pytest.skip("the first generation of all cannot be old")
    report = rejected(tmp_path / "bad")
    assert code in {found.code for found in report.errors}
    assert not any(rows for rows in everything().values())


@pytest.mark.parametrize("name", CASES)
def test_after_a_bad_delivery_the_next_good_one_works_without_cleaning(name: str, tmp_path: Path) -> None:
    CASES[name][0](tmp_path / "bad")
    if CASES[name][4] != "old_generation":
        rejected(tmp_path / "bad")
    assert load_delivery(path=write(tmp_path / "good", town(), generation=2)).feed.errors == 0


def test_a_rejection_is_noted_in_feed_event_log_and_alarms(tmp_path: Path) -> None:
    tables = town()
    tables["assets"][0]["status"] = "gone"
    rejected(write(tmp_path, tables, generation=7))
    feed = models.Feed.objects.get()
    assert (feed.state, feed.generation, feed.errors) == (models.Feed.State.REJECTED, 7, 1)
    assert feed.report["errors"][0]["line"] == 2
    entry = AuditEntry.objects.get(action="exchange.delivery_rejected")
    assert entry.object_id == "7"
    assert "assets.csv:2:status" in entry.reason
    assert open_alarms().filter(code="exchange.delivery_rejected").exists()
    load_delivery(path=write(tmp_path / "good", town(), generation=8))
    assert not open_alarms().filter(code="exchange.delivery_rejected").exists()


def test_a_dry_run_notes_nothing(tmp_path: Path) -> None:
    tables = town()
    tables["accounts"][0]["kind"] = "alien"
    rejected(write(tmp_path / "bad", tables), dry_run=True)
    load_delivery(path=write(tmp_path / "good", town()), dry_run=True)
    assert not models.Feed.objects.exists()
    assert not AuditEntry.objects.exists()
    assert not any(rows for rows in everything().values())


def test_the_first_hundred_errors_are_told_and_the_others_counted(tmp_path: Path) -> None:
    tables = town()
    tables["ledger"] = [
        {"entry_no": f"K{n}", "account_no": "100001", "booked_on": "x", "kind": "charge", "amount": "1"}
        for n in range(250)
    ]
    report = rejected(write(tmp_path, tables))
    assert len(report.errors) == 100
    assert report.error_count == 250
    assert "  250 x ledger.csv: bad_date" in report.lines()


def test_every_fault_of_a_row_is_told(tmp_path: Path) -> None:
    tables = town()
    tables["invoices"][0] |= {"issued_on": "x", "gross": "y", "kind": "z"}
    report = rejected(write(tmp_path, tables))
    told = {found.column for found in report.errors if found.file == "invoices.csv"}
    assert told == {"issued_on", "gross", "kind"}


@pytest.mark.parametrize("keep", [step / 20 for step in range(1, 20)])
def test_a_file_cut_anywhere_is_rejected(keep: float, tmp_path: Path) -> None:
    folder = write(tmp_path, town())
    cut("invoices.csv", keep)(folder)
    report = rejected(folder)
    assert report.fatal
    assert report.errors[0].file == "invoices.csv"


def test_removing_a_row_that_others_name_is_refused(tmp_path: Path) -> None:
    load_delivery(path=write(tmp_path / "a", town()))
    tables = {"accounts": [{"account_no": "100001", "_deleted": "1"} | deliveries.account("100001")]}
    tables["accounts"][0]["_deleted"] = "1"
    report = rejected(write(tmp_path / "b", tables, generation=2, mode="delta"))
    assert {found.code for found in report.errors} == {"removed_in_use"}
    assert models.Account.objects.filter(pk="100001").exists()


def test_nothing_outside_the_delivery_is_ever_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(b"%PDF-1.4 secret")
    folder = write(tmp_path / "d", town())
    (folder / "files").symlink_to(tmp_path)
    tables = town()
    tables["invoices"][0]["document"] = "files/secret.pdf"
    write(folder, tables)
    rejected(folder)
    assert not models.DeliveryFile.objects.exists()
