"""The commands say what happened and end with a code that a script can read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import translation

from selfservice.exchange import models
from selfservice.exchange.conformance import check_tables
from selfservice.exchange.contract import contract
from selfservice.exchange.demo.renewing import renew_demo_town
from selfservice.exchange.demo.supplier import SUPPLIER
from selfservice.exchange.errors import SupplierFills
from selfservice.exchange.offered_values import fault_of
from selfservice.exchange.permission import loader_writes
from selfservice.exchange.services import load_delivery, roll_back
from selfservice.exchange.tests.deliveries import invoice, town, write
from selfservice.exchange.tests.factories import AccountFactory, FeedFactory, InvoiceFactory

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


def told(name: str, *arguments: str, **options) -> str:
    out = StringIO()
    call_command(name, *arguments, stdout=out, stderr=out, **options)
    return out.getvalue()


def refused(name: str, *arguments: str, **options) -> tuple[int, str]:
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command(name, *arguments, stdout=out, stderr=out, **options)
    return caught.value.returncode, f"{out.getvalue()}{caught.value}"


def test_loading_and_going_back(tmp_path: Path) -> None:
    assert "Generation 1 of test is visible" in told("load_exchange", str(write(tmp_path / "a", town())))
    again = refused("load_exchange", str(tmp_path / "a"))[1]
    assert "Generation 1 is not newer than 1, which is loaded. A delivery needs a higher number: 2" in again
    told("load_exchange", str(write(tmp_path / "b", town(), generation=2)))
    assert "Generation 2 was taken back; readers see generation 1" in told("rollback_exchange")
    assert "nothing to go back from" in refused("rollback_exchange")[1]


def test_a_rejection_names_the_place(tmp_path: Path) -> None:
    tables = town()
    tables["invoices"].append(invoice("FV/3", "100001", gross="x"))
    code, text = refused("load_exchange", str(write(tmp_path, tables)))
    assert code == 2
    assert "invoices.csv:4:gross: 'x' is no number" in text
    assert "gross" in told("load_exchange", str(tmp_path), max_errors=1)


def test_a_dry_run_says_what_would_happen(tmp_path: Path) -> None:
    assert "would be loaded" in told("load_exchange", str(write(tmp_path, town())), dry_run=True)
    assert not models.Account.objects.exists()


def test_a_delivery_is_checked_whatever_its_generation(tmp_path: Path) -> None:
    FeedFactory(generation=9)
    tables = town()
    tables["invoices"][0] |= {"ksef_no": "5265877635-20250826-0100001AF629-AE", "open_amount": "1.00"}
    text = told("check_exchange", str(write(tmp_path, tables)))
    assert "keeps the contract" in text
    assert "its check byte is wrong" in text
    assert "the open amounts of the invoices do not sum up to the balance" in text
    assert not models.Account.objects.exists()
    (tmp_path / "accounts.csv").unlink()
    assert refused("check_exchange", str(tmp_path))[0] == 2


def test_tables_made_by_us_keep_the_contract() -> None:
    assert check_tables() == []
    assert "keep the contract" in told("check_exchange")


@pytest.mark.long
def test_what_a_supplier_left_out_is_told(settings) -> None:
    InvoiceFactory(account_id="nobody", invoice_no="FV/1")
    with loader_writes(), connections["exchange"].cursor() as cursor:
        cursor.execute("DROP TABLE rounds")
        cursor.execute("DROP INDEX invoices_of_account")
        cursor.execute("ALTER TABLE areas RENAME COLUMN name TO nazwa")
    settings.EXCHANGE_MANAGED = False
    code, text = refused("check_exchange")
    assert code == 2
    assert "missing rounds: There is no such table or view." in text
    assert "missing areas.name: There is no such column (required)." in text
    assert "missing invoices.account_no: A row names something that is not in accounts." in text
    assert "slow    invoices.account_no, issued_on, invoice_no" in text


@pytest.mark.long
def test_views_of_a_supplier_are_read_like_tables() -> None:
    with loader_writes(), connections["exchange"].cursor() as cursor:
        cursor.execute("ALTER TABLE assets RENAME TO their_assets")
        cursor.execute("CREATE VIEW assets AS SELECT * FROM their_assets")
    assert check_tables() == []
    assert not models.Asset.objects.exists()


def test_nothing_is_loaded_where_the_supplier_fills_the_tables(tmp_path: Path, settings) -> None:
    settings.EXCHANGE_MANAGED = False
    with translation.override("en"):
        assert "EXCHANGE_MANAGED is off" in refused("load_exchange", str(tmp_path))[1]


def test_nothing_of_ours_is_written_where_the_supplier_fills_the_tables(tmp_path: Path, settings) -> None:
    settings.VAR_DIR = tmp_path / "var"
    FeedFactory(supplier=SUPPLIER, stale=True)
    delivery = write(tmp_path / "a", town())
    settings.EXCHANGE_MANAGED = False
    for act in (lambda: load_delivery(path=delivery), roll_back, renew_demo_town):
        with pytest.raises(SupplierFills):
            act()
    with translation.override("en"):
        assert "EXCHANGE_MANAGED is off" in refused("rollback_exchange")[1]
    assert not models.Account.objects.exists()


@pytest.mark.long
def test_views_whose_values_pages_could_not_read_are_told(settings) -> None:
    """A view of SQLite has no types of its own, so the rows must tell."""
    AccountFactory(account_no="1")
    InvoiceFactory(account_id="1", invoice_no="FV/1")
    with loader_writes(), connections["exchange"].cursor() as cursor:
        spoilt = {
            "invoices": {"kind": "'faktura'", "gross": "'dużo'", "issued_on": "'16.11.2026'"},
            "accounts": {"balance": "'1 234,56'", "bank_account": "'123'"},
        }
        for table, changes in spoilt.items():
            names = contract()[table].names
            columns = ", ".join(f"{changes[name]} AS {name}" if name in changes else name for name in names)
            cursor.execute(f"ALTER TABLE {table} RENAME TO their_{table}")
            cursor.execute(f"CREATE VIEW {table} AS SELECT {columns} FROM their_{table}")  # noqa: S608 names of the contract
    settings.EXCHANGE_MANAGED = False
    code, text = refused("check_exchange")
    assert code == 2
    for words in (
        "invoices.kind: 'faktura' is none of",
        "invoices.gross: ",
        "invoices.issued_on: ",
        "accounts.balance: ",
        "accounts.bank_account: An account number has 26 digits.",
    ):
        assert words in text, text


@pytest.mark.long
def test_a_column_of_another_type_is_told(settings) -> None:
    with loader_writes(), connections["exchange"].cursor() as cursor:
        cursor.execute("ALTER TABLE ledger RENAME TO their_ledger")
        cursor.execute("CREATE TABLE ledger AS SELECT * FROM their_ledger WHERE 1 = 0")
        cursor.execute("ALTER TABLE ledger DROP COLUMN booked_on")
        cursor.execute("ALTER TABLE ledger ADD COLUMN booked_on VARCHAR(10)")
    assert "ledger.booked_on: Its type is char, not date." in refused("check_exchange")[1]


@pytest.mark.parametrize(
    ("table", "name", "value", "fits"),
    [
        ("accounts", "balance", Decimal("1.50"), True),
        ("accounts", "balance", "1.50", True),
        ("accounts", "balance", "1,50", False),
        ("accounts", "balance", 1.005, False),
        ("accounts", "active", True, True),
        ("accounts", "active", "tak", False),
        ("accounts", "updated_at", "20.11.2026 10:00", False),
        ("accounts", "updated_at", "2026-11-20 10:00:00", True),
        ("invoices", "issued_on", date(2026, 11, 16), True),
        ("meters", "digits", 5, True),
        ("meters", "digits", "5.5", False),
        ("invoices", "currency", "", True),
    ],
)
def test_a_value_fits_its_column_or_is_told(table: str, name: str, value: object, fits: bool) -> None:
    assert (fault_of(contract()[table].column(name), value) == "") is fits


@pytest.mark.long
def test_the_demo_town_comes_from_a_command(tmp_path: Path) -> None:
    options = ["--accounts", "30", "--seed", "1", "--as-of", "2026-11-21T12:00:00+01:00"]
    assert "accounts 30" in told("demo_supplier", "--out", str(tmp_path), *options)
    assert "Generation 1" in told("load_exchange", str(tmp_path))


@pytest.mark.parametrize(
    "options",
    [
        ["--accounts", "0"],
        ["--accounts", "5", "--as-of", "2026-11-21"],
        ["--accounts", "5", "--generation", "0"],
    ],
)
def test_senseless_wishes_are_refused(options: list[str], tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        told("demo_supplier", "--out", str(tmp_path), *options)
