"""How a line of the journal is written, in JSON and in CSV: the same for API, command and demo."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ebok.core.csv_rows import csv_lines
from selfservice.exchange.outgoing.models import Entry

COLUMNS = ("seq", "at", "kind", "account_no", "payload", "state", "reason")


def as_line(entry: Entry) -> dict[str, Any]:
    """One line in JSON's types; `at` in ISO 8601 with offset."""
    return {name: getattr(entry, name) for name in COLUMNS} | {"at": entry.at.isoformat()}


def as_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """A CSV file as in deliveries (`;`, UTF-8, no byte order mark); the payload is one cell of JSON."""
    rows = ([_cell(line[name]) for name in COLUMNS] for line in map(as_line, entries))
    return csv_lines(header=COLUMNS, rows=rows, mark=False)


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict) else value
