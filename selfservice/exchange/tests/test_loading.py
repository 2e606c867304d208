"""Good deliveries: what stands in them is what pages read, and only differences are written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from ebok.audit.models import AuditEntry
from selfservice.exchange import models
from selfservice.exchange.loading.report import DeliveryRejected
from selfservice.exchange.services import NothingToRollBack, load_delivery, roll_back
from selfservice.exchange.tests.deliveries import NRB, account, csv_text, invoice, line, town, write
from selfservice.exchange.tests.test_rejections import everything

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


def delta(folder: Path, generation: int = 2, **tables: list[dict[str, Any]]) -> Path:
    return write(folder, tables, generation=generation, mode="delta")


def test_every_value_arrives_as_its_type(tmp_path: Path) -> None:
    outcome = load_delivery(path=write(tmp_path, town()))
    assert outcome.feed.rows == sum(map(len, town().values()))
    account_ = models.Account.objects.get(pk="100001")
    assert (account_.balance, account_.active, account_.flat) == (Decimal("187.45"), True, "")
    assert account_.updated_at == datetime(2026, 11, 20, 1, tzinfo=UTC)
    assert models.Account.objects.get(pk="100002").name == 'Spółdzielnia "Źdźbło"'
    invoice_ = models.Invoice.objects.get(pk="FV/1")
    assert (invoice_.issued_on, invoice_.period_from, invoice_.net) == (date(2026, 11, 5), None, None)
    reading = models.Reading.objects.get()
    assert (reading.value, reading.received_at) == (Decimal("412.5"), datetime(2026, 10, 31, 9, tzinfo=UTC))
    assert models.Meter.objects.get(pk="Z2").parent_installation_id == "Z1"
    assert models.Contract.objects.get(pk="U/1/A").parent_id == "U/1"
    assert models.InvoiceLine.objects.get(pk=("FV/1", 2)).quantity == Decimal("12")
    assert models.Consumption.objects.get().quantity == Decimal("1.5")
    assert models.Collection.objects.get().cancelled is False


def test_a_load_stands_in_feed_and_event_log(tmp_path: Path) -> None:
    load_delivery(path=write(tmp_path, town(), generation=42))
    feed = models.Feed.objects.get()
    assert (feed.generation, feed.state, feed.errors, feed.mode) == (42, "loaded", 0, "full")
    assert feed.as_of == datetime(2026, 11, 20, 1, 55, tzinfo=UTC)
    assert feed.report["tables"]["accounts"] == {"rows": 2, "added": 2, "changed": 0, "removed": 0}
    entry = AuditEntry.objects.get(action="exchange.delivery_loaded")
    assert (entry.object_type, entry.object_id, entry.actor_role) == ("delivery", "42", "system")


@pytest.mark.parametrize("changed", [False, True])
def test_an_unchanged_delivery_costs_no_write(changed: bool, tmp_path: Path) -> None:
    """Byte for byte the same it is not even read again; with its rows in another order it is compared."""
    tables = town()
    load_delivery(path=write(tmp_path / "a", tables))
    if changed:
        tables = {name: rows[::-1] for name, rows in tables.items()}
    with CaptureQueriesContext(connections["exchange"]) as queries:
        outcome = load_delivery(path=write(tmp_path / "b", tables, generation=2))
    counted = outcome.report.tables.values()
    assert all(table["added"] == table["changed"] == table["removed"] == 0 for table in counted)
    names = "|".join(f'"{name}"' for name in town())
    written = [
        query["sql"]
        for query in queries
        if query["sql"]
        .lstrip()
        .startswith(tuple(f"{verb} {name}" for verb in _VERBS for name in names.split("|")))
    ]
    assert written == []


_VERBS = ("INSERT INTO", "UPDATE", "DELETE FROM")


def test_full_replaces_and_rollback_gives_everything_back(tmp_path: Path) -> None:
    load_delivery(path=write(tmp_path / "a", town()))
    before = everything()
    tables = town()
    tables["accounts"][0] |= {"balance": "0.00", "name": "Maria Inna"}
    tables["accounts"].append(account("100003"))
    tables["readings"] = [tables["readings"][0] | {"reading_no": "O2"}]
    tables["invoice_lines"][1]["net"] = "1.00"
    tables["invoice_lines"].pop()
    counts = load_delivery(path=write(tmp_path / "b", tables, generation=2)).report.tables
    assert counts["accounts"] == {"rows": 3, "added": 1, "changed": 1, "removed": 0}
    assert counts["readings"] == {"rows": 1, "added": 1, "changed": 0, "removed": 1}
    assert counts["invoice_lines"] == {"rows": 2, "added": 0, "changed": 1, "removed": 1}
    assert counts["invoices"]["changed"] == 0
    assert models.Account.objects.get(pk="100001").name == "Maria Inna"
    assert roll_back(reason="wrong prices").generation == 2
    assert everything() == before
    assert models.Feed.objects.visible().get().generation == 1
    assert AuditEntry.objects.get(action="exchange.rolled_back").reason == "wrong prices"


def test_only_the_newest_delivery_can_be_undone_and_only_once(tmp_path: Path) -> None:
    with pytest.raises(NothingToRollBack):
        roll_back()
    for generation in (1, 2, 3):
        load_delivery(path=write(tmp_path / str(generation), town(), generation=generation))
    roll_back()
    with pytest.raises(NothingToRollBack):
        roll_back()
    assert models.Feed.objects.visible().first().generation == 2
    load_delivery(path=write(tmp_path / "again", town(), generation=3))


def test_rolling_back_the_first_delivery_leaves_nothing(tmp_path: Path) -> None:
    load_delivery(path=write(tmp_path, town()))
    roll_back()
    assert not any(rows for rows in everything().values())
    assert not models.Feed.objects.visible().exists()


def test_after_a_rollback_the_old_file_is_compared_anew(tmp_path: Path) -> None:
    """What the tables equal is remembered for the generation that readers see, not for the newest file."""
    changed = town()
    changed["accounts"][0]["name"] = "Maria Inna"
    load_delivery(path=write(tmp_path / "a", town()))
    load_delivery(path=write(tmp_path / "b", changed, generation=2))
    roll_back()
    load_delivery(path=write(tmp_path / "c", changed, generation=3))
    assert models.Account.objects.get(pk="100001").name == "Maria Inna"


def test_a_delta_adds_changes_and_removes_by_key(tmp_path: Path) -> None:
    load_delivery(path=write(tmp_path / "a", town()))
    before = everything()
    rows = [
        {"_deleted": "0", "account_no": "100001"} | account("100001", balance="1,00"),
        {"_deleted": ""} | account("100003"),
    ]
    gone = [{"_deleted": "1", "invoice_no": "FV/2"} | dict.fromkeys(list(invoice("", ""))[1:], "")]
    counts = load_delivery(path=delta(tmp_path / "b", accounts=rows, invoices=gone)).report.tables
    assert counts["accounts"] == {"rows": 2, "added": 1, "changed": 1, "removed": 0}
    assert counts["invoices"]["removed"] == 1
    assert counts["invoice_lines"]["removed"] == 1, "lines go with their invoice"
    assert models.Account.objects.count() == 3
    assert models.Account.objects.get(pk="100001").balance == Decimal("1.00")
    assert models.Reading.objects.count() == 1, "a table left out keeps its rows"
    roll_back()
    assert everything() == before


def test_columns_left_out_of_a_delta_keep_what_stands(tmp_path: Path) -> None:
    load_delivery(path=write(tmp_path / "a", town()))
    row = account("100001", balance="5.00")
    del row["bank_account"], row["updated_at"]
    load_delivery(path=delta(tmp_path / "b", accounts=[row]))
    stored = models.Account.objects.get(pk="100001")
    assert (stored.balance, stored.bank_account) == (Decimal("5.00"), NRB)


def test_removing_what_is_not_there_is_no_error(tmp_path: Path) -> None:
    load_delivery(path=write(tmp_path / "a", town()))
    row = {"_deleted": "1", "asset_no": "S9", "kind": "", "name": "", "status": ""}
    assert load_delivery(path=delta(tmp_path / "b", assets=[row])).report.tables["assets"]["removed"] == 0


def test_a_delta_can_come_first(tmp_path: Path) -> None:
    rows = [{"_deleted": "0"} | account("100001"), {"_deleted": "1"} | account("100002")]
    load_delivery(path=delta(tmp_path, 1, accounts=rows))
    assert list(models.Account.objects.values_list("pk", flat=True)) == ["100001"]


def test_a_full_delivery_leaves_unlisted_tables_alone(tmp_path: Path) -> None:
    load_delivery(path=write(tmp_path / "a", town()))
    only = {"assets": [{"asset_no": "S2", "kind": "tank", "name": "Zbiornik", "status": "ok"}]}
    load_delivery(path=write(tmp_path / "b", only, generation=2))
    assert models.Account.objects.count() == 2
    assert models.Asset.objects.get().pk == "S2"


def test_files_that_the_manifest_does_not_list_are_absent(tmp_path: Path) -> None:
    folder = write(tmp_path, town())
    (folder / "documents.csv").write_text(csv_text([{"broken": "row"}]))
    load_delivery(path=folder)
    assert not models.Letter.objects.exists()


def test_identical_rows_count_as_one_with_a_warning(tmp_path: Path) -> None:
    tables = town()
    tables["accounts"] *= 3
    outcome = load_delivery(path=write(tmp_path, tables))
    assert models.Account.objects.count() == 2
    assert outcome.report.warning_counts == {"accounts.csv: repeated_row": 4}


def test_accepted_bad_rows_are_left_out_and_listed(tmp_path: Path) -> None:
    tables = town()
    tables["accounts"][1] |= {"bank_account": "26109010145555000000012345"}
    path = write(tmp_path, tables)
    with pytest.raises(DeliveryRejected) as caught:
        load_delivery(path=path, max_errors=4)
    wanted = caught.value.report.error_count
    outcome = load_delivery(path=path, max_errors=wanted)
    assert models.Account.objects.count() == 1
    assert not models.Invoice.objects.filter(account="100002").exists(), "what names a refused row goes too"
    assert outcome.feed.errors == wanted
    assert len(outcome.feed.report["errors"]) == wanted
    first = outcome.feed.report["errors"][0]
    assert (first["file"], first["line"], first["column"]) == ("accounts.csv", 3, "bank_account")


def test_an_accepted_bad_row_leaves_what_stands_under_its_key(tmp_path: Path) -> None:
    load_delivery(path=write(tmp_path / "a", town()))
    tables = town()
    tables["accounts"][1] |= {"balance": "NaN"}
    tables["accounts"][0] |= {"balance": "1.00"}
    load_delivery(path=write(tmp_path / "b", tables, generation=2), max_errors=1)
    assert models.Account.objects.get(pk="100001").balance == Decimal("1.00")
    assert models.Account.objects.get(pk="100002").balance == Decimal("187.45")
    assert models.Invoice.objects.filter(account="100002").exists()


def test_a_mended_file_is_read_even_if_bad_rows_were_accepted_before(tmp_path: Path) -> None:
    tables = town()
    tables["assets"][0]["status"] = "gone"
    load_delivery(path=write(tmp_path / "a", tables), max_errors=1)
    load_delivery(path=write(tmp_path / "b", tables, generation=2), max_errors=1)
    assert models.Feed.objects.visible().first().errors == 1, "the same bad file is judged again"


def test_broken_files_are_never_accepted(tmp_path: Path) -> None:
    folder = write(tmp_path, town())
    (folder / "accounts.csv").write_bytes((folder / "accounts.csv").read_bytes()[:-3])
    with pytest.raises(DeliveryRejected):
        load_delivery(path=folder, max_errors=1000)


def test_rows_may_name_rows_further_down(tmp_path: Path) -> None:
    tables = town()
    tables["areas"].reverse()
    tables["meters"].reverse()
    load_delivery(path=write(tmp_path / "a", tables))
    tables["areas"].append({"area_code": "ZD-2", "name": "Nowe", "parent_code": "ZD-1", "kind": ""})
    load_delivery(path=write(tmp_path / "b", tables, generation=2))
    assert models.Area.objects.get(pk="ZD-2").parent_id == "ZD-1"


def test_an_older_figure_and_a_gap_are_warned_of(tmp_path: Path) -> None:
    load_delivery(path=write(tmp_path / "a", town()))
    folder = delta(tmp_path / "b", 5, accounts=[account("100003")])
    outcome = load_delivery(path=folder)
    assert outcome.report.warning_counts == {"manifest.json: gap": 1}
    older = write(tmp_path / "c", town(), generation=6, as_of="2026-01-01T00:00:00Z", supplier="inny")
    counts = load_delivery(path=older).report.warning_counts
    assert counts == {"manifest.json: as_of": 1, "manifest.json: supplier": 1}


@pytest.mark.few(2)
@pytest.mark.parametrize("many", [1, 4095, 4096, 4097, 9000])
def test_batches_join_without_seam(many: int, tmp_path: Path) -> None:
    tables = {"accounts": [account(f"{n:06}", name=f"Ósma\n{n}") for n in range(many)]}
    load_delivery(path=write(tmp_path, tables))
    assert models.Account.objects.count() == many
    assert models.Account.objects.get(pk=f"{many - 1:06}").name == f"Ósma\n{many - 1}"


def test_text_with_every_trap_of_the_copy_format_arrives_unchanged(tmp_path: Path) -> None:
    name = 'Tab\there, "quotes"; \\N and \\. and\nnew line\\'
    tables = {"accounts": [account("1", name=name), account("2")]}
    load_delivery(path=write(tmp_path / "a", tables))
    assert models.Account.objects.get(pk="1").name == name
    tables["accounts"][1]["name"] = "\\N"
    load_delivery(path=write(tmp_path / "b", tables, generation=2))
    assert models.Account.objects.get(pk="2").name == "\\N"


def test_lines_of_an_invoice_are_known_by_invoice_and_position(tmp_path: Path) -> None:
    tables = town()
    tables["invoice_lines"] = [line("FV/2", 1), line("FV/1", 1)]
    load_delivery(path=write(tmp_path, tables))
    assert models.InvoiceLine.objects.count() == 2


def test_a_file_that_only_claims_to_be_the_loaded_one_is_refused(tmp_path: Path) -> None:
    load_delivery(path=write(tmp_path / "a", town()))
    folder = write(tmp_path / "b", town(), generation=2)
    (folder / "accounts.csv").write_bytes(b"account_no;kind;name;balance;overdue;active\n")
    with pytest.raises(DeliveryRejected) as caught:
        load_delivery(path=folder)
    assert caught.value.report.errors[0].code == "checksum"
