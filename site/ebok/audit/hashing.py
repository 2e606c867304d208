"""What exactly is hashed. Changing anything here needs a new `VERSION`, or old seals break.

An entry is the JSON object of `FIELDS` and its version "v": keys sorted, no spaces, everything beyond
ASCII as `\\uXXXX`; `at` is UTC with microseconds and "Z". A seal is the lines version, previous hash,
number, instant, first id, last id, count, then a line `id:hash` an entry. Both go through SHA-256 as UTF-8.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from ebok.audit.models import AuditSeal

VERSION = "ebok-audit-1"
FIELDS = (
    "id",
    "at",
    "action",
    "actor_id",
    "actor_role",
    "address",
    "request_id",
    "object_type",
    "object_id",
    "account_no",
    "reason",
    "details",
)


def canonical(entry: Mapping[str, Any]) -> bytes:
    """An entry, as a mapping of `FIELDS`, in the one form that is hashed."""
    facts = {name: entry[name] for name in FIELDS}
    facts |= {"at": instant(entry["at"]), "v": VERSION}
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def entry_hash(entry: Mapping[str, Any]) -> str:
    """SHA-256 of one entry, 64 hex digits."""
    return hashlib.sha256(canonical(entry)).hexdigest()


def leaves_of(entries: Iterable[Mapping[str, Any]]) -> str:
    """A line `id:hash` an entry, in the order of ids."""
    return "\n".join(f"{entry['id']}:{entry_hash(entry)}" for entry in entries)


def read_leaves(leaves: str) -> dict[int, str]:
    """Entry id -> hash, as `leaves_of` wrote them.

    Raises:
        ValueError: a line is not `id:hash`.
    """
    pairs = (line.split(":") for line in leaves.splitlines())
    return {int(entry_id): digest for entry_id, digest in pairs}


def seal_hash(seal: AuditSeal) -> str:
    """SHA-256 of a seal with the hash of the one before it."""
    head = (
        VERSION,
        seal.previous_hash,
        str(seal.number),
        instant(seal.sealed_at),
        str(seal.from_id),
        str(seal.to_id),
        str(seal.count),
    )
    return hashlib.sha256("\n".join([*head, seal.leaves]).encode()).hexdigest()


def instant(value: datetime) -> str:
    """`2026-11-21T20:43:51.000123Z`."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
