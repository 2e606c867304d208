"""Ways to spoil a good delivery."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from selfservice.exchange.tests.deliveries import csv_text, town, write

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
