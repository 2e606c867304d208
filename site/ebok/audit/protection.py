"""Triggers that refuse to change or remove what stands in the event log and in other ledgers.

They are put up after every `migrate` (also where tables are made without migrations), because a
migration on SQLite rebuilds a table and drops its triggers. Doing so twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections, models, router, transaction

from ebok.audit.models import AuditEntry, AuditSeal

POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION ebok_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$"""


@dataclass(frozen=True, slots=True)
class Ledger:
    """One append-only table.

    Parameters:
        model: whose table it is.
        mutable: fields that may change later (a state, a reason).
        erasable: JSON fields that may be emptied (`{}`) to forget a person, never changed otherwise.
    """

    model: type[models.Model]
    mutable: tuple[str, ...] = ()
    erasable: tuple[str, ...] = ()

    def frozen_columns(self) -> list[str]:
        """Columns that never change."""
        free = {*self.mutable, *self.erasable}
        return [str(field.column) for field in self.model._meta.concrete_fields if field.name not in free]


_ledgers: list[Ledger] = [Ledger(AuditEntry), Ledger(AuditSeal)]


def keep_forever(ledger: Ledger) -> None:
    """Put another table under the same protection; called in `AppConfig.ready()`."""
    _ledgers.append(ledger)


def protect(*, using: str = "default", **signal: Any) -> None:
    """Put up the triggers; a receiver of `post_migrate`.

    Raises:
        NotImplementedError: the database is neither SQLite nor PostgreSQL.
    """
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        for statement in _statements(using, creating=True):
            cursor.execute(statement)


def unprotect(*, using: str = "default") -> None:
    """Take the triggers down; only for tests, which empty the tables after themselves."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        for statement in _statements(using, creating=False):
            cursor.execute(statement)


def _statements(using: str, *, creating: bool) -> Iterator[str]:
    vendor = connections[using].vendor
    if vendor not in {"sqlite", "postgresql"}:
        raise NotImplementedError(f"The event log cannot be protected on {vendor}.")
    ledgers = _present(using)
    if ledgers and creating and vendor == "postgresql":
        yield POSTGRESQL_FUNCTION
    for ledger in ledgers:
        table = ledger.model._meta.db_table
        triggers = _sqlite(ledger) if vendor == "sqlite" else _postgresql(ledger)
        for name, body in triggers.items():
            yield f"DROP TRIGGER IF EXISTS {table}_{name}" + (
                f" ON {table}" if vendor == "postgresql" else ""
            )
            if creating:
                yield f"CREATE TRIGGER {table}_{name} {body}"


def _sqlite(ledger: Ledger) -> dict[str, str]:
    meta = ledger.model._meta
    table, key = meta.db_table, meta.pk.column
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    same_key = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608
    return {
        "no_update": f"BEFORE UPDATE OF {_columns(ledger)} ON {table} {refuse}",
        "no_delete": f"BEFORE DELETE ON {table} {refuse}",
        # INSERT OR REPLACE removes the old row without asking the trigger above.
        "no_replace": f"BEFORE INSERT ON {table} WHEN {same_key} {refuse}",
        **{
            f"no_change_{field}": f"BEFORE UPDATE OF {field} ON {table} WHEN NEW.{field} <> '{{}}' {refuse}"
            for field in ledger.erasable
        },
    }


def _postgresql(ledger: Ledger) -> dict[str, str]:
    table = ledger.model._meta.db_table
    refuse = "EXECUTE FUNCTION ebok_append_only()"
    return {
        "no_change": f"BEFORE UPDATE OF {_columns(ledger)} OR DELETE ON {table} FOR EACH ROW {refuse}",
        "no_truncate": f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
        **{
            f"no_change_{field}": f"BEFORE UPDATE OF {field} ON {table} FOR EACH ROW "
            f"WHEN (NEW.{field} <> '{{}}'::jsonb) {refuse}"
            for field in ledger.erasable
        },
    }


def _columns(ledger: Ledger) -> str:
    return ", ".join(f'"{column}"' for column in ledger.frozen_columns())


def _present(using: str) -> list[Ledger]:
    """Ledgers whose table is already there."""
    present = set(connections[using].introspection.table_names())
    return [
        ledger
        for ledger in _ledgers
        if router.allow_migrate_model(using, ledger.model) and ledger.model._meta.db_table in present
    ]
