"""Triggers that refuse to change or remove what stands in the event log.

They are put up after every `migrate` (also where tables are made without migrations), because a
migration on SQLite rebuilds a table and drops its triggers. Doing so twice changes nothing.
"""

from __future__ import annotations

from typing import Any

from django.db import connections, router, transaction

from ebok.audit.models import AuditEntry, AuditSeal

PROTECTED = (AuditEntry, AuditSeal)

SQLITE = {
    "no_update": "BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
    "no_delete": "BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
    # INSERT OR REPLACE removes the old row without asking the trigger above.
    "no_replace": "BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) "
    "BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
}
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION ebok_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$"""
POSTGRESQL = {
    "no_change": "BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION ebok_append_only()",
    "no_truncate": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ebok_append_only()",
}


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


def _statements(using: str, *, creating: bool) -> list[str]:
    vendor = connections[using].vendor
    if vendor not in {"sqlite", "postgresql"}:
        raise NotImplementedError(f"The event log cannot be protected on {vendor}.")
    tables = _tables(using)
    statements = [POSTGRESQL_FUNCTION] if tables and creating and vendor == "postgresql" else []
    for table, key in tables:
        for name, body in (SQLITE if vendor == "sqlite" else POSTGRESQL).items():
            trigger = f"{table}_{name}"
            on_table = f" ON {table}" if vendor == "postgresql" else ""
            statements.append(f"DROP TRIGGER IF EXISTS {trigger}{on_table}")
            if creating:
                definition = body.format(table=table, key=key, refusal=f"{table} is append-only")
                statements.append(f"CREATE TRIGGER {trigger} {definition}")
    return statements


def _tables(using: str) -> list[tuple[str, str]]:
    """Protected tables that are already there, with the column of their key."""
    present = set(connections[using].introspection.table_names())
    metas = [model._meta for model in PROTECTED if router.allow_migrate_model(using, model)]
    return [(meta.db_table, str(meta.pk.column)) for meta in metas if meta.pk and meta.db_table in present]
