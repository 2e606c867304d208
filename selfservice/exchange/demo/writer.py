"""Writes a delivery as a stream: constant memory whatever its size."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from selfservice.exchange.contract import DELETED, SCHEMA, contract

_BUFFER = 1 << 18


class TableFile:
    """One CSV file on its way out, counted and summed."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self.path = path
        self.rows = 0
        self._sum = hashlib.sha256()
        self._file = path.open("wb")
        self._text = io.StringIO(newline="")
        self._writer = csv.writer(self._text, delimiter=";", lineterminator="\n")
        self._writer.writerow(header)

    def write(self, row: Sequence[object]) -> None:
        """Add a row."""
        self._writer.writerow(row)
        self.rows += 1
        if self._text.tell() > _BUFFER:
            self._flush()

    def close(self) -> dict[str, Any]:
        """Finish the file; what the manifest says of it."""
        self._flush()
        self._file.close()
        return {"name": self.path.name, "rows": self.rows, "sha256": self._sum.hexdigest()}

    def _flush(self) -> None:
        data = self._text.getvalue().encode()
        self._sum.update(data)
        self._file.write(data)
        self._text.seek(0)
        self._text.truncate()


class DeliveryWriter:
    """A delivery on its way out; rows have the contract's columns without `updated_at`.

    Parameters:
        delta: rows may be deletions, so every table has the column `_deleted`.
    """

    def __init__(self, folder: Path, *, delta: bool) -> None:
        self.folder = folder
        self.delta = delta
        self._files: dict[str, TableFile] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def row(self, table: str, row: Sequence[object], *, deleted: bool = False) -> None:
        """Add a row to a table."""
        if table not in self._files:
            header = [name for name in contract()[table].names if name != "updated_at"]
            header += [DELETED] if self.delta else []
            self._files[table] = TableFile(self.folder / f"{table}.csv", header)
        self._files[table].write([*row, "1" if deleted else "0"] if self.delta else row)

    def file(self, path: str, data: bytes) -> None:
        """Add a document."""
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)

    def finish(self, *, supplier: str, generation: int, as_of: datetime) -> dict[str, int]:
        """Write the manifest; the number of rows of each table."""
        listed = [file.close() for file in self._files.values()]
        manifest = {
            "schema": SCHEMA,
            "supplier": supplier,
            "generation": generation,
            "mode": "delta" if self.delta else "full",
            "created_at": as_of.isoformat(),
            "as_of": as_of.isoformat(),
            "encoding": "utf-8",
            "delimiter": ";",
            "files": listed,
        }
        text = json.dumps(manifest, indent=1, ensure_ascii=False)
        (self.folder / "manifest.json").write_text(f"{text}\n", encoding="utf-8")
        return {name: file.rows for name, file in self._files.items()}
