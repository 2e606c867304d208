"""Setting tables back to what they were before the newest delivery."""

from __future__ import annotations

from collections.abc import Iterable

from selfservice.exchange.contract import Table, contract
from selfservice.exchange.loading.database import Database
from selfservice.exchange.loading.files import files_table
from selfservice.exchange.loading.staging import undo_name
from selfservice.exchange.loading.taking import UNDO_ALL

_TAKE_AWAY = """
    DELETE FROM {table} AS t
    WHERE EXISTS (SELECT 1 FROM {undo} u WHERE u._act IN ('I', 'U') AND {u_is_t})"""
_GIVE_BACK = """
    INSERT INTO {table} ({every}) SELECT {every} FROM {undo} WHERE _act IN ('D', 'U')"""


def tables_with_undo() -> Iterable[Table]:
    """All tables that a load may change."""
    return (*contract().values(), files_table())


def forget_undo(db: Database) -> None:
    """Drop the undo tables: only the newest delivery can be undone."""
    for table in tables_with_undo():
        db.run("DROP TABLE IF EXISTS {undo}", undo=undo_name(table.name))


def set_back(db: Database, undo: dict[str, str]) -> int:
    """Undo table by table; the number of rows touched.

    Parameters:
        undo: table -> "all" (it was empty before) or "rows" (old images stand in its undo table).
    """
    touched = 0
    for table in tables_with_undo():
        how = undo.get(table.name)
        if how == UNDO_ALL:
            db.empty(table.name)
        elif how:
            touched += _set_back_rows(db, table)
    return touched


def _set_back_rows(db: Database, table: Table) -> int:
    parts = {
        "table": db.quoted(table.name),
        "undo": undo_name(table.name),
        "every": db.quoted(*table.names),
        "u_is_t": " AND ".join(f"u.{db.quoted(name)} = t.{db.quoted(name)}" for name in table.key),
    }
    if not db.exists("SELECT 1 FROM {undo}", **parts):
        return 0
    db.prepare(parts["undo"], db.quoted(*table.key))
    return db.run(_TAKE_AWAY, **parts) + db.run(_GIVE_BACK, **parts)
