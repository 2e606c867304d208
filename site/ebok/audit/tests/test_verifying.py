"""One changed, removed or inserted row is found and named."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ebok.audit.hashing import FIELDS, canonical, leaves_of, seal_hash
from ebok.audit.models import AuditEntry, AuditSeal
from ebok.audit.sealing import head, seal_new_entries
from ebok.audit.services import record
from ebok.audit.tests.factories import START, AuditEntryFactory, a_burglar
from ebok.audit.verifying import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> list[AuditEntry]:
    """Twelve entries under three seals."""
    entries = AuditEntryFactory.create_batch(12)
    assert [seal.count for seal in seal_new_entries(batch=5)] == [5, 5, 2]
    return entries


def faults() -> list[tuple[int, int | None, str]]:
    return [(fault.seal, fault.entry, fault.sentence) for fault in verify().faults]


def test_an_untouched_log_is_intact(log: list[AuditEntry]) -> None:
    record(action="access.denied")
    report = verify()
    assert report.intact
    assert (report.entries, report.seals, report.unsealed) == (12, 3, 1)


@pytest.mark.few(4)
@pytest.mark.parametrize("index", range(12))
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("reason", "forged"),
        ("actor_id", "7"),
        ("at", START),
        ("details", {"status": 200}),
        ("address", "::1"),
    ],
)
def test_one_changed_row_is_named(log: list[AuditEntry], index: int, column: str, value: object) -> None:
    if getattr(log[index], column) == value:
        pytest.skip("no change")
    with a_burglar():
        AuditEntry.objects.filter(pk=log[index].pk).update(**{column: value})
    [(seal, entry, sentence)] = faults()
    assert (seal, entry) == (index // 5 + 1, log[index].pk)
    assert "was changed" in sentence


@pytest.mark.parametrize("index", range(12))
def test_one_removed_row_is_named(log: list[AuditEntry], index: int) -> None:
    with a_burglar():
        AuditEntry.objects.filter(pk=log[index].pk).delete()
    assert faults() == [
        (index // 5 + 1, log[index].pk, f"entry {log[index].pk} was removed after seal {index // 5 + 1}")
    ]


@pytest.mark.parametrize(("from_first", "seal"), [(-500, 1), (0, 1), (5, 2), (505, 3)])
def test_a_row_slipped_in_behind_a_seal_is_named(from_first: int, seal: int) -> None:
    first = 1000
    for offset in (0, 1, 5, 500, 1000):
        AuditEntryFactory(pk=first + offset)
    seal_new_entries(batch=2)
    with a_burglar():
        AuditEntry.objects.filter(pk=first + from_first).delete()
    AuditEntryFactory(pk=first + from_first, reason="forged")
    [(number, entry, sentence)] = faults()
    assert (number, entry) == (seal, first + from_first)
    assert "was inserted" in sentence or "was changed" in sentence


def test_a_row_before_the_first_id_is_named(log: list[AuditEntry]) -> None:
    AuditEntryFactory(pk=-5)
    [(seal, entry, sentence)] = faults()
    assert (seal, entry) == (1, -5)
    assert "was inserted behind seal 1" in sentence


def test_ids_skipped_by_an_undone_transaction_are_no_fault() -> None:
    AuditEntryFactory(pk=10)
    AuditEntryFactory(pk=15)
    seal_new_entries()
    assert verify().intact


def test_a_changed_seal_is_named(log: list[AuditEntry]) -> None:
    with a_burglar():
        AuditSeal.objects.filter(number=2).update(to_id=log[8].pk)
    assert (2, None, "seal 2 was changed") in faults()


def test_a_removed_seal_is_named(log: list[AuditEntry]) -> None:
    with a_burglar():
        AuditSeal.objects.filter(number=2).delete()
    assert faults() == [(2, None, "seal 2 was removed")]


def test_a_seal_made_anew_breaks_the_chain(log: list[AuditEntry]) -> None:
    """A burglar who changes an entry and recomputes its seal would have to rewrite all later seals."""
    with a_burglar():
        AuditEntry.objects.filter(pk=log[7].pk).update(reason="forged")
        seal = AuditSeal.objects.get(number=2)
        rows = (
            AuditEntry.objects.filter(id__gte=seal.from_id, id__lte=seal.to_id).order_by("id").values(*FIELDS)
        )
        seal.leaves = leaves_of(rows)
        AuditSeal.objects.filter(number=2).update(leaves=seal.leaves, hash=seal_hash(seal))
    assert faults() == [(3, None, "seal 3 does not follow the hash of seal 2")]


def test_a_cut_tail_is_found_by_a_head_noted_outside(log: list[AuditEntry]) -> None:
    newest = head()
    assert newest is not None
    noted = f"{newest.number}:{newest.hash}"
    assert verify(expected_head=noted).intact
    with a_burglar():
        AuditSeal.objects.filter(number=3).delete()
        AuditEntry.objects.filter(pk__gt=log[9].pk).delete()
    assert verify().intact, "nothing inside the database can show this"
    [fault] = verify(expected_head=noted).faults
    assert fault.seal == 3


def test_seals_are_made_once_and_follow_each_other(log: list[AuditEntry]) -> None:
    assert seal_new_entries() == []
    AuditEntryFactory()
    [seal] = seal_new_entries()
    previous = AuditSeal.objects.get(number=3)
    assert (seal.number, seal.previous_hash) == (4, previous.hash)


def test_memory_and_queries_grow_with_seals_not_entries(log, django_assert_num_queries) -> None:
    with django_assert_num_queries(1 + 3 + 1):
        verify()


def test_the_command_names_the_entry_and_fails(log: list[AuditEntry]) -> None:
    out, err = StringIO(), StringIO()
    call_command("verify_audit", stdout=out)
    assert "intact" in out.getvalue()
    with a_burglar():
        AuditEntry.objects.filter(pk=log[3].pk).update(action="forged\x1b[2K\nall.good")
    with pytest.raises(CommandError) as failure:
        call_command("verify_audit", stdout=StringIO(), stderr=err)
    assert failure.value.returncode == 1
    assert f"entry {log[3].pk} " in err.getvalue()
    assert "\x1b[2K" not in err.getvalue()
    assert r"forged\x1b[2K\nall.good" in err.getvalue()


def test_the_command_refuses_a_head_that_is_none(log: list[AuditEntry]) -> None:
    with pytest.raises(CommandError) as failure:
        call_command("verify_audit", head="3:short")
    assert failure.value.returncode == 2


def test_seal_audit_prints_the_head() -> None:
    AuditEntryFactory()
    out = StringIO()
    call_command("seal_audit", stdout=out)
    newest = head()
    assert newest is not None
    assert f"{newest.number}:{newest.hash}" in out.getvalue()
    assert "1 entries sealed in 1 seals" in out.getvalue()


def test_the_canonical_form_never_changes() -> None:
    """Old seals are worth nothing once this differs: a new form needs a new version."""
    entry = AuditEntryFactory.build(
        id=7, reason="żółw", details={"b": 1, "a": ["ł"]}, object_id="FV/1", at=START
    )
    facts = {field.attname: getattr(entry, field.attname) for field in AuditEntry._meta.concrete_fields}
    assert canonical(facts) == (
        b'{"account_no":"","action":"access.denied","actor_id":"","actor_role":"customer","address":"",'
        b'"at":"2026-11-21T08:00:00.000000Z","details":{"a":["\\u0142"],"b":1},"id":7,"object_id":"FV/1",'
        b'"object_type":"invoice","reason":"\\u017c\\u00f3\\u0142w","request_id":"","v":"ebok-audit-1"}'
    )


def test_every_column_of_an_entry_is_hashed() -> None:
    assert {field.attname for field in AuditEntry._meta.concrete_fields} == set(FIELDS)
    assert connection.vendor in {"sqlite", "postgresql"}
