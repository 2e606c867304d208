"""The database itself refuses to change or remove what stands in the event log."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from ebok.audit.models import AuditEntry, AuditSeal
from ebok.audit.protection import protect, unprotect
from ebok.audit.sealing import seal_new_entries
from ebok.audit.tests.factories import AuditEntryFactory

pytestmark = pytest.mark.django_db
TABLES = ["audit_auditentry", "audit_auditseal"]


@pytest.fixture(autouse=True)
def one_sealed_entry() -> None:
    AuditEntryFactory(reason="first")
    seal_new_entries()


def execute(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditentry SET reason = 'forged'",
        "DELETE FROM audit_auditentry",
        "UPDATE audit_auditseal SET hash = 'forged'",
        "DELETE FROM audit_auditseal",
    ],
)
def test_updates_and_deletes_are_refused(sql: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        execute(sql)
    assert AuditEntry.objects.get().reason == "first"
    assert AuditSeal.objects.count() == 1


def test_querysets_and_models_are_refused_too() -> None:
    entry = AuditEntry.objects.get()
    for act in (entry.delete, AuditEntry.objects.all().delete, lambda: AuditEntry.objects.update(reason="x")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


def test_without_the_triggers_the_same_statements_pass() -> None:
    unprotect()
    execute("UPDATE audit_auditentry SET reason = 'forged'")
    assert AuditEntry.objects.get().reason == "forged"
    protect()
    with pytest.raises(DatabaseError, match="append-only"):
        execute("UPDATE audit_auditentry SET reason = 'first'")


def test_putting_the_triggers_up_twice_changes_nothing() -> None:
    protect()
    protect()
    with pytest.raises(DatabaseError, match="append-only"):
        execute("DELETE FROM audit_auditentry")


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_sqlite_insert_or_replace_is_refused() -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        execute("INSERT OR REPLACE INTO audit_auditentry SELECT * FROM audit_auditentry")


@pytest.mark.services
@pytest.mark.parametrize("table", TABLES)
def test_postgresql_truncate_is_refused(table: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        execute(f"TRUNCATE {table}")


def test_flush_says_no_outside_of_tests(settings) -> None:
    settings.AUDIT_FLUSH_ALLOWED = False
    with pytest.raises(CommandError, match="append-only"):
        call_command("flush", interactive=False)
    assert AuditEntry.objects.count() == 1


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_test_without_transactions_can_clean_up_after_itself() -> None:
    call_command("flush", interactive=False, verbosity=0)
    assert AuditEntry.objects.count() == 0
    AuditEntryFactory()
    with pytest.raises(DatabaseError, match="append-only"):
        AuditEntry.objects.all().delete()
