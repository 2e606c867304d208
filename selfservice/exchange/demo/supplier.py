"""The supplier simulator: deliveries of the demo town."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from selfservice.exchange.demo.calendar import Calendar
from selfservice.exchange.demo.fixed import FIXED
from selfservice.exchange.demo.household import Household
from selfservice.exchange.demo.network import asset_rows, collection_rows, round_rows
from selfservice.exchange.demo.town import Town
from selfservice.exchange.demo.writer import DeliveryWriter

SUPPLIER = "pwik-demo"
_EVERY = 50
"""A delta changes every so-many-th account; the first of them has something of each kind."""


def write_delivery(
    *, folder: Path, accounts: int, seed: int, as_of: datetime, generation: int = 1, delta: bool = False
) -> dict[str, int]:
    """Write a delivery of the demo town; the number of rows of each table.

    The same arguments give the same bytes. A delta belongs to the full delivery with the same
    `accounts`, `seed` and `as_of`; its own figures are a minute younger for every generation.

    Parameters:
        folder: made if need be.
        as_of: instant to which the figures hold, with offset; all days are counted from it.
    """
    writer = DeliveryWriter(folder, delta=delta)
    town, calendar = Town(accounts), Calendar(as_of)
    if delta:
        _write_changes(writer, town, calendar, seed, generation)
    else:
        _write_town(writer, town, calendar)
        for index in range(accounts):
            household = Household(index, seed, town, calendar)
            for table, row in household.rows():
                writer.row(table, row)
            for path, data in household.files():
                writer.file(path, data)
    told = as_of + timedelta(minutes=generation - 1) if delta else as_of
    return writer.finish(supplier=SUPPLIER, generation=generation, as_of=told)


def _write_town(writer: DeliveryWriter, town: Town, calendar: Calendar) -> None:
    for table, rows in (
        ("areas", town.area_rows()),
        ("streets", town.street_rows()),
        ("collections", collection_rows(town, calendar)),
        ("assets", asset_rows(town, calendar)),
    ):
        for row in rows:
            writer.row(table, row)
    for table, row in round_rows(town, calendar):
        writer.row(table, row)


def _write_changes(
    writer: DeliveryWriter, town: Town, calendar: Calendar, seed: int, generation: int
) -> None:
    others = min(_EVERY, town.accounts - len(FIXED))
    first = len(FIXED) + generation % others if others > 0 else town.accounts - 1
    for index in range(first, town.accounts, _EVERY):
        household = Household(index, seed, town, calendar, pays=True)
        change = household.eventful_rows if index == first else household.changed_rows
        for table, row in change(generation):
            writer.row(table, row)
    for row in islice(collection_rows(town, calendar), generation, generation + 1):
        writer.row("collections", row, deleted=True)


def _wrong_checksum(folder: Path) -> None:
    _edit_manifest(folder, lambda files: files[0].update(sha256="0" * 64))


def _wrong_count(folder: Path) -> None:
    _edit_manifest(folder, lambda files: files[0].update(rows=int(str(files[0]["rows"])) + 1))


def _cut(folder: Path) -> None:
    path = folder / "accounts.csv"
    path.write_bytes(path.read_bytes()[:-20])


FAULTS: dict[str, Callable[[Path], None]] = {
    "checksum": _wrong_checksum,
    "rows": _wrong_count,
    "truncated": _cut,
}


def break_delivery(folder: Path, fault: str) -> None:
    """Spoil a finished delivery, to rehearse what the office does with a broken feed."""
    FAULTS[fault](folder)


def _edit_manifest(folder: Path, edit: Callable[[list[dict[str, object]]], None]) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    edit(manifest["files"])
    path.write_text(json.dumps(manifest), encoding="utf-8")
