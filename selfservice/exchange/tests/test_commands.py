"""The commands say what happened and end with a code that a script can read."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from selfservice.exchange import models
from selfservice.exchange.conformance import check_tables
from selfservice.exchange.permission import loader_writes
from selfservice.exchange.tests.deliveries import invoice, town, write
from selfservice.exchange.tests.factories import FeedFactory, InvoiceFactory

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


def test_views_of_a_supplier_are_read_like_tables() -> None:
    with loader_writes(), connections["exchange"].cursor() as cursor:
        cursor.execute("ALTER TABLE assets RENAME TO their_assets")
        cursor.execute("CREATE VIEW assets AS SELECT * FROM their_assets")
    assert check_tables() == []
    assert not models.Asset.objects.exists()


def test_nothing_is_loaded_where_the_supplier_fills_the_tables(tmp_path: Path, settings) -> None:
    settings.EXCHANGE_MANAGED = False
    assert "EXCHANGE_MANAGED is off" in refused("load_exchange", str(tmp_path))[1]


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
