"""Many writers at once on PostgreSQL: numbers without gaps, and none seen before an earlier one."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from selfservice.exchange.outgoing import services
from selfservice.exchange.outgoing.models import Entry

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
WRITERS, LINES = 8, 25


def write_at_once() -> tuple[int, int]:
    """(lines that came through, errors) of writers of whom each takes every fifth line back."""
    came: list[int] = []
    errors: list[Exception] = []
    together = threading.Barrier(WRITERS, timeout=20)

    def write() -> None:
        together.wait()
        for number in range(LINES):
            try:
                with transaction.atomic():
                    line = services.append(kind="reading.submitted", account_no="1", payload={})
                    if number % 5 == 0:
                        transaction.set_rollback(True)
                        continue
                came.append(line.seq)
            except IntegrityError as error:
                errors.append(error)
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(came), len(errors)


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_writers_at_once_leave_no_gap_and_lose_no_line() -> None:
    came, errors = write_at_once()
    assert (came, errors) == (WRITERS * LINES * 4 // 5, 0)
    assert list(Entry.objects.values_list("seq", flat=True)) == list(range(1, came + 1))


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_without_the_counter_row_they_collide(monkeypatch) -> None:
    def unlocked() -> int:
        return (Entry.objects.aggregate(last=Max("seq"))["last"] or 0) + 1

    monkeypatch.setattr(services, "_next_number", unlocked)
    _came, errors = write_at_once()
    assert errors > 0
