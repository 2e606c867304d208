"""One table of a delivery beside the table that it will change.

Rows stand in a temporary table first; then only what differs is written, and the old image of every
row that was changed, removed or added goes to an undo table, so that a rollback is one command.
Names of tables and columns come from the contract, never from a delivery.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selfservice.exchange.contract import Table
from selfservice.exchange.loading.batch import Batch
from selfservice.exchange.loading.database import Database

XML_LINES = 1 << 40
"""Invoice lines read from an XML are numbered from here on: position in the invoice x this + the line
of the invoice in its file."""

# A stage has `_line` (in the file) and `_mark` (see `batch`) beside the table's columns; an undo
# table has `_act`: D removed and U changed (with the old row), I added (with the new one).
_STAGE = """
    CREATE TEMPORARY TABLE {stage} AS
    SELECT {names}, CAST(0 AS BIGINT) AS _line, CAST(0 AS INTEGER) AS _mark FROM {table} WHERE 1 = 0"""
_REFUSE = "INSERT INTO {refused} ({key}) SELECT {key} FROM {stage} WHERE _line IN ({lines})"
_KEEP = """
    UPDATE {stage} AS s SET {standing} FROM {table} t
    WHERE {s_is_t} AND s._mark = 2"""
_NOTE_ABSENT = """
    INSERT INTO {undo} (_act, {every}) SELECT 'D', {t_every} FROM {table} t
    WHERE NOT EXISTS (SELECT 1 FROM {stage} s WHERE {s_is_t})
    AND NOT EXISTS (SELECT 1 FROM {refused} r WHERE {r_is_t})"""
_NOTE_GONE = """
    INSERT INTO {undo} (_act, {every}) SELECT 'D', {t_every} FROM {table} t
    WHERE EXISTS (SELECT 1 FROM {stage} s WHERE {s_is_t} AND s._mark = 1)"""
_NOTE_CHANGED = """
    INSERT INTO {undo} (_act, {every}) SELECT 'U', {t_every} FROM {table} t
    JOIN {stage} s ON {s_is_t} WHERE s._mark <> 1 AND ({differs})"""
_NOTE_ADDED = """
    INSERT INTO {undo} (_act, {names}) SELECT 'I', {s_names} FROM {stage} s
    WHERE s._mark <> 1 AND NOT EXISTS (SELECT 1 FROM {table} t WHERE {s_is_t})"""
_REMOVE = """
    DELETE FROM {table} AS t
    WHERE EXISTS (SELECT 1 FROM {undo} u WHERE u._act = 'D' AND {u_is_t})"""
_CHANGE = """
    UPDATE {table} AS t SET {new} FROM {stage} s JOIN {undo} u ON {u_is_s}
    WHERE {s_is_t} AND u._act = 'U' AND s._mark <> 1"""
# Lines belong to their invoice, items to their round: with it they go. An invoice that came as an XML
# brings all its lines, so others that stand under it are of its former state.
_LOSE_PARTS = """
    INSERT INTO {stage} ({key}, _line, _mark) SELECT {t_key}, 0, 1 FROM {table} t
    WHERE NOT EXISTS (SELECT 1 FROM {stage} s WHERE {s_is_t}) AND t.{whole} IN ({wholes})"""
_REMOVED_WHOLES = "SELECT {whole} FROM {undo_wholes} WHERE _act = 'D'"
_WHOLES_FROM_XML = "SELECT {whole} FROM {stage} WHERE _line >= {xml_lines}"
_ADD = """
    INSERT INTO {table} ({names}) SELECT {names} FROM {undo} WHERE _act = 'I'"""


def place(file: str, line: int) -> tuple[str, int]:
    """File and line of a staged row, for people."""
    return (file, line) if line < XML_LINES else ("invoices.csv", line % XML_LINES)


def undo_name(table: str) -> str:
    """Name of the undo table."""
    return f"undo_{table}"


@dataclass(frozen=True, kw_only=True)
class Changes:
    """How many rows a load added, changed and removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0


class Staged:
    """Rows of one table that have been read and not yet been applied.

    Parameters:
        names: columns that the rows have.
        full: the rows replace all that stand; else they are added, changed or removed by key.
    """

    def __init__(self, *, db: Database, table: Table, names: Sequence[str], full: bool) -> None:
        self.db = db
        self.table = table
        self.names = names
        self.full = full
        self.stage = f"stage_{table.name}"
        self.parts = self._parts()

    def create(self) -> None:
        """Make the temporary tables, with the types and collations of the real one."""
        self.drop()
        self._run(_STAGE)
        self._run("CREATE TEMPORARY TABLE {refused} AS SELECT {key} FROM {table} WHERE 1 = 0")

    def drop(self) -> None:
        """Remove the temporary tables."""
        self._run("DROP TABLE IF EXISTS {stage}")
        self._run("DROP TABLE IF EXISTS {refused}")

    def fill(self, batches: Iterable[Batch], *, names: Sequence[str]) -> None:
        """Write rows that have the columns `names` into the stage; its other columns stay NULL."""
        located = (
            Batch(columns=[*batch.columns, list(map(str, batch.lines)), batch.marks]) for batch in batches
        )
        self.db.insert(self.stage, [*names, "_line", "_mark"], located)
        self.db.prepare(self.stage, self.parts["key"])

    def refuse(self, keys: Sequence[tuple[str, ...]]) -> None:
        """Rows of these keys were refused: what stands under them stays as it is."""
        if keys:
            batch = Batch(columns=list(zip(*keys, strict=True)))
            self.db.insert(self.parts["refused"], self.table.key, [batch])

    def withdraw(self, lines: Sequence[int]) -> None:
        """Take rows out of the stage again and refuse their keys."""
        for start in range(0, len(lines), 500):
            some = list(lines[start : start + 500])
            marks = {"lines": ", ".join(["%s"] * len(some)), **self.parts}
            self.db.run(_REFUSE, some, **marks)
            self.db.run("DELETE FROM {stage} WHERE _line IN ({lines})", some, **marks)

    def keep_standing(self, names: Sequence[str]) -> None:
        """Let rows that are marked as partial keep what stands in these columns."""
        standing = ", ".join(f"{name} = t.{name}" for name in map(self.db.quoted, names))
        self.db.run(_KEEP, **self.parts, standing=standing)

    def lose_parts(self, *, removed_from: str = "") -> None:
        """Let rows go that are parts of what is gone: of invoices read from XML, or of removed rows.

        Parameters:
            removed_from: table whose removed rows the parts belonged to; empty for XML invoices.
        """
        parts = {**self.parts, "whole": self.db.quoted(self.table.key[0]), "xml_lines": str(XML_LINES)}
        if removed_from:
            parts["undo_wholes"] = undo_name(removed_from)
        wholes = _REMOVED_WHOLES if removed_from else _WHOLES_FROM_XML
        self.db.run(_LOSE_PARTS, **parts, wholes=wholes.format_map(parts))

    def apply(self) -> Changes:
        """Write what differs, keeping the old images; an unchanged row costs no write."""
        self._run("CREATE TABLE {undo} AS SELECT 'D' AS _act, {every} FROM {table} WHERE 1 = 0")
        changes = Changes(
            removed=self._run(_NOTE_ABSENT if self.full else _NOTE_GONE),
            changed=self._run(_NOTE_CHANGED) if self.parts["differs"] else 0,
            added=self._run(_NOTE_ADDED),
        )
        if changes != Changes():
            self.db.prepare(self.parts["undo"], self.parts["key"])
        if changes.removed:
            self._run(_REMOVE)
        if changes.changed:
            self._run(_CHANGE)
        if changes.added:
            self._run(_ADD)
        return changes

    def _run(self, sql: str, params: Sequence[int] = ()) -> int:
        return self.db.run(sql, params, **self.parts)

    def _parts(self) -> dict[str, str]:
        """Names that the statements are made of."""
        quoted, key = self.db.quoted, self.table.key
        every = self.table.names
        kept = [quoted(name) for name in self.names if name not in key]

        def same_key(one: str, other: str) -> str:
            return " AND ".join(f"{one}.{quoted(name)} = {other}.{quoted(name)}" for name in key)

        return {
            "table": quoted(self.table.name),
            "stage": self.stage,
            "refused": f"refused_{self.table.name}",
            "undo": undo_name(self.table.name),
            "key": quoted(*key),
            "t_key": quoted(*key, of="t"),
            "names": quoted(*self.names),
            "s_names": quoted(*self.names, of="s"),
            "every": quoted(*every),
            "t_every": quoted(*every, of="t"),
            "s_is_t": same_key("s", "t"),
            "r_is_t": same_key("r", "t"),
            "u_is_t": same_key("u", "t"),
            "u_is_s": same_key("u", "s"),
            "differs": " OR ".join(f"t.{name} {self.db.differs} s.{name}" for name in kept),
            "new": ", ".join(f"{name} = s.{name}" for name in kept),
        }
