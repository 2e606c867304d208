"""A bad delivery of any kind is rejected with file, line, column and reason, and changes nothing."""

from __future__ import annotations

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
from selfservice.exchange.tests.bad_deliveries import CASES
from selfservice.exchange.tests.deliveries import town, write
from selfservice.exchange.tests.spoiling import cut

pytestmark = [pytest.mark.long, pytest.mark.django_db(databases=["default", "exchange"])]


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
    assert rejected(write(tmp_path, tables, generation=7)).headline().startswith("1 error, 0 warnings")
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
