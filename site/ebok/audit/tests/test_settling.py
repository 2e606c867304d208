"""No entry slips in behind a seal, even when transactions commit out of order (PostgreSQL)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from ebok.audit import sealing, settling
from ebok.audit.models import AuditEntry
from ebok.audit.sealing import seal_new_entries
from ebok.audit.tests.factories import AuditEntryFactory
from ebok.audit.verifying import verify

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def only_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")


@contextmanager
def a_slow_writer(reason: str = "slow") -> Iterator[None]:
    """Another connection that has written an entry and commits only when the block ends."""
    written, go_on = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            AuditEntryFactory(reason=reason)
            written.set()
            go_on.wait(10)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    assert written.wait(10)
    try:
        yield
    finally:
        go_on.set()
        thread.join(10)


def test_a_seal_waits_for_a_lower_id_that_is_not_committed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "final_id", lambda: settling.final_id(patience=0.2))
    with a_slow_writer():
        AuditEntryFactory(reason="quick")
        assert seal_new_entries() == []
    assert [seal.count for seal in seal_new_entries()] == [2]
    assert verify().intact


def test_without_waiting_an_entry_slips_in_behind_the_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: it proves that the test above tests something."""
    monkeypatch.setattr(settling, "_settled", lambda patience: True)
    with a_slow_writer():
        AuditEntryFactory(reason="quick")
        assert [seal.count for seal in seal_new_entries()] == [1]
    [fault] = verify().faults
    assert fault.entry == AuditEntry.objects.get(reason="slow").pk


def test_writers_that_come_later_do_not_hold_a_seal_back() -> None:
    """Under constant load there is always some writer; only those in flight at the start matter."""
    AuditEntryFactory(reason="first")
    with a_slow_writer("one"):
        before = settling._writers()
    with a_slow_writer("two"):
        assert settling._writers().isdisjoint(before)


def test_readers_and_the_sealer_itself_are_no_writers() -> None:
    AuditEntryFactory()
    with transaction.atomic():
        assert AuditEntry.objects.count() == 1
        AuditEntryFactory()
        assert settling._writers() == set()
    assert [seal.count for seal in seal_new_entries()] == [2]
