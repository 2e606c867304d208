"""Small deliveries for tests: good ones, and the means to spoil them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

NRB = "25109010145555000000012345"
Rows = list[dict[str, Any]]


def town() -> dict[str, Rows]:
    """A town of two accounts that uses every table."""
    return {
        "areas": [
            {"area_code": "ZD", "name": "Zielona Dolina", "parent_code": "", "kind": "town"},
            {"area_code": "ZD-1", "name": "Śródmieście", "parent_code": "ZD", "kind": "district"},
        ],
        "streets": [
            {
                "street_id": "U1",
                "area_code": "ZD-1",
                "city": "Zielona Dolina",
                "street": "ul. Łąkowa",
                "building_from": "1",
                "building_to": "99",
                "parity": "all",
            }
        ],
        "accounts": [account("100001"), account("100002", name='Spółdzielnia "Źdźbło"', kind="company")],
        "service_points": [
            {
                "point_no": f"P{n}",
                "account_no": f"10000{n}",
                "service": "water",
                "street": "ul. Łąkowa",
                "building": str(n),
                "area_code": "ZD-1",
                "active_from": "2020-01-01",
            }
            for n in (1, 2)
        ],
        "contracts": [
            {
                "contract_no": "U/1",
                "account_no": "100001",
                "kind": "contract",
                "title": "Umowa",
                "signed_on": "2020-01-01",
            },
            {
                "contract_no": "U/1/A",
                "account_no": "100001",
                "kind": "annex",
                "parent_no": "U/1",
                "title": "Aneks",
                "signed_on": "2021-01-01",
            },
        ],
        "meters": [
            {
                "installation_no": "Z1",
                "point_no": "P1",
                "meter_no": "WM1",
                "unit": "m3",
                "installed_on": "2020-01-01",
                "digits": "5",
            },
            {
                "installation_no": "Z2",
                "point_no": "P1",
                "meter_no": "WM2",
                "unit": "m3",
                "installed_on": "2020-01-01",
                "parent_installation_no": "Z1",
            },
        ],
        "readings": [
            {
                "reading_no": "O1",
                "installation_no": "Z1",
                "read_on": "2026-10-31",
                "value": "412.500",
                "kind": "actual",
                "received_at": "2026-10-31T10:00:00+01:00",
            }
        ],
        "consumption": [
            {
                "point_no": "P2",
                "period_from": "2026-10-01",
                "period_to": "2026-10-31",
                "component": "heat_share",
                "quantity": "1.5",
                "unit": "GJ",
            }
        ],
        "invoices": [invoice("FV/1", "100001"), invoice("FV/2", "100002", gross="1000.00")],
        "invoice_lines": [line("FV/1", 1), line("FV/1", 2), line("FV/2", 1)],
        "ledger": [
            {
                "entry_no": "K1",
                "account_no": "100001",
                "booked_on": "2026-11-05",
                "kind": "charge",
                "amount": "187.45",
                "invoice_no": "FV/1",
            }
        ],
        "documents": [],
        "collections": [
            {
                "collection_id": "W1",
                "area_code": "ZD-1",
                "service": "waste",
                "fraction": "papier",
                "on_date": "2026-12-01",
                "cancelled": "0",
            }
        ],
        "assets": [{"asset_no": "S1", "kind": "pumping_station", "name": "Przepompownia", "status": "ok"}],
        "rounds": [{"round_no": "T1", "name": "Trasa", "reader": "E1", "planned_on": "2026-11-30"}],
        "round_items": [{"round_no": "T1", "sequence": "1", "installation_no": "Z1", "state": "todo"}],
    }


def account(number: str, **changes: Any) -> dict[str, Any]:
    """A row of `accounts`."""
    row = {
        "account_no": number,
        "kind": "person",
        "name": "Maria Zmyślona",
        "bank_account": NRB,
        "balance": "187.45",
        "overdue": "0.00",
        "active": "1",
        "updated_at": "2026-11-20T02:00:00+01:00",
    }
    return row | changes


def invoice(number: str, account_no: str, **changes: Any) -> dict[str, Any]:
    """A row of `invoices`."""
    row = {
        "invoice_no": number,
        "account_no": account_no,
        "kind": "invoice",
        "issued_on": "2026-11-05",
        "due_on": "2026-11-19",
        "gross": "187.45",
        "open_amount": "187.45",
        "document": "",
        "xml": "",
    }
    return row | changes


def line(number: str, position: int, **changes: Any) -> dict[str, Any]:
    """A row of `invoice_lines`."""
    row = {"invoice_no": number, "position": str(position), "description": "Woda", "quantity": "12.000"}
    return row | {"net": "61.44"} | changes


def csv_text(rows: Rows, *, delimiter: str = ";", end: str = "\n") -> str:
    """Rows as CSV; the header has every column that any row has."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names, delimiter=delimiter, lineterminator=end, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write(
    folder: Path,
    tables: dict[str, Rows] | None = None,
    *,
    texts: dict[str, str | bytes] | None = None,
    files: dict[str, bytes] | None = None,
    encoding: str = "utf-8",
    **manifest: Any,
) -> Path:
    """Write a delivery and its manifest.

    Parameters:
        tables: rows a table; empty tables are left out.
        texts: table -> file content as it is, in place of rows.
        files: path -> bytes of documents.
        manifest: what to say differently in the manifest.
    """
    folder.mkdir(parents=True, exist_ok=True)
    contents = {name: csv_text(rows).encode(encoding) for name, rows in (tables or {}).items() if rows}
    for name, text in (texts or {}).items():
        contents[name] = text if isinstance(text, bytes) else text.encode(encoding)
    listed = []
    for name, data in contents.items():
        (folder / f"{name}.csv").write_bytes(data)
        parsed = csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=";")
        rows = len(list(parsed)) - 1
        listed.append({"name": f"{name}.csv", "rows": rows, "sha256": hashlib.sha256(data).hexdigest()})
    for path, data in (files or {}).items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    described = {
        "schema": "ebok-exchange/1",
        "supplier": "test",
        "generation": 1,
        "mode": "full",
        "created_at": "2026-11-20T03:00:00+01:00",
        "as_of": "2026-11-20T02:55:00+01:00",
        "encoding": encoding,
        "delimiter": ";",
        "files": listed,
    }
    (folder / "manifest.json").write_text(json.dumps(described | manifest), encoding="utf-8")
    return folder
