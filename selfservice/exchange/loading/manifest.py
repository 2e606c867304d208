"""The manifest: what a delivery says about itself."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from selfservice.exchange.contract import ENCODINGS, SCHEMA, contract
from selfservice.exchange.loading.report import Fatal, Problem
from selfservice.exchange.loading.source import MANIFEST, Absent, Source

_LARGEST = 16 * 1024 * 1024
_DELIMITERS = (";", ",", "\t", "|")
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A CSV file that the manifest lists."""

    name: str
    rows: int
    sha256: str

    @property
    def table(self) -> str:
        """Name of the table that it fills."""
        return self.name.removesuffix(".csv")


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """A manifest that has been judged: every value has its type and its range."""

    supplier: str
    generation: int
    mode: str
    created_at: datetime
    as_of: datetime
    encoding: str
    delimiter: str
    files: tuple[Listed, ...]

    @property
    def full(self) -> bool:
        """True when listed tables replace what stands; False when rows are added and changed."""
        return self.mode == "full"


def read_manifest(source: Source) -> Manifest:
    """The manifest of a delivery.

    Raises:
        Fatal: there is none, or something in it is not as the contract says.
    """
    try:
        with source.open(MANIFEST) as stream:
            raw = stream.read(_LARGEST + 1)
    except Absent as error:
        raise _fatal("absent", "The delivery has no manifest.json.") from error
    if len(raw) > _LARGEST:
        raise _fatal("too_large", "The manifest is larger than 16 MiB.")
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _fatal("bad_json", f"Not JSON in UTF-8: {error}.") from error
    if not isinstance(data, dict):
        raise _fatal("bad_json", "The manifest is no JSON object.")
    return _judged(data)


def _judged(data: dict[str, Any]) -> Manifest:
    _require(data.get("schema") == SCHEMA, "schema", f"must be {SCHEMA!r}.")
    supplier, generation = data.get("supplier"), data.get("generation")
    _require(isinstance(supplier, str) and 0 < len(supplier) <= 64, "supplier", "must be 1 to 64 letters.")
    whole = isinstance(generation, int) and not isinstance(generation, bool)
    _require(whole and 0 < int(generation or 0) < 2**63, "generation", "must be a whole number above 0.")
    _require(data.get("mode") in ("full", "delta"), "mode", "must be full or delta.")
    encoding = str(data.get("encoding", "")).lower()
    _require(encoding in ENCODINGS, "encoding", f"must be declared, as one of {', '.join(ENCODINGS)}.")
    delimiter = data.get("delimiter", ";")
    _require(delimiter in _DELIMITERS, "delimiter", "must be one of ; , | or a tab.")
    return Manifest(
        supplier=str(supplier),
        generation=int(generation or 0),
        mode=data["mode"],
        created_at=_instant(data, "created_at"),
        as_of=_instant(data, "as_of"),
        encoding=encoding,
        delimiter=delimiter,
        files=_files(data.get("files")),
    )


def _files(data: Any) -> tuple[Listed, ...]:
    _require(isinstance(data, list), "files", "must be a list.")
    listed = tuple(_listed(entry) for entry in data)
    _require(len({file.name for file in listed}) == len(listed), "files", "lists a file twice.")
    return listed


def _listed(entry: Any) -> Listed:
    _require(isinstance(entry, dict), "files", "must hold objects.")
    name, rows, sha256 = entry.get("name"), entry.get("rows"), entry.get("sha256")
    known = isinstance(name, str) and name.endswith(".csv") and name.removesuffix(".csv") in contract()
    _require(known, "files", f"names {str(name)[:80]!r}, which is no table of the contract.")
    counted = isinstance(rows, int) and not isinstance(rows, bool) and rows >= 0
    _require(counted, "files", f"gives no number of rows for {name}.")
    summed = isinstance(sha256, str) and _SHA256.fullmatch(sha256) is not None
    _require(summed, "files", f"gives no SHA-256 for {name}.")
    return Listed(name=str(name), rows=int(rows or 0), sha256=str(sha256).lower())


def _instant(data: dict[str, Any], name: str) -> datetime:
    try:
        instant = parse_datetime(str(data.get(name, "")))
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise _fatal("bad_value", "must be an ISO 8601 instant with an offset.", column=name)
    return instant


def _require(condition: bool, name: str, reason: str) -> None:
    if not condition:
        raise _fatal("bad_value", reason, column=name)


def _fatal(code: str, reason: str, *, column: str = "") -> Fatal:
    return Fatal(Problem(file=MANIFEST, column=column, code=code, reason=reason))
