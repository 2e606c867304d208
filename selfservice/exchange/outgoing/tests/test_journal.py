"""The outgoing journal: no gaps, no changes, answers that only go forward."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from ebok.audit.models import AuditEntry
from selfservice.exchange.outgoing.errors import AlreadyAnswered, BadAnswer, UnknownKind, UnknownLine
from selfservice.exchange.outgoing.kinds import State
from selfservice.exchange.outgoing.models import Counter, Entry
from selfservice.exchange.outgoing.services import answer, append, forget_content, hand_out
from selfservice.exchange.outgoing.signals import acknowledged
from selfservice.exchange.outgoing.tests.factories import a_line

pytestmark = pytest.mark.django_db


def test_numbers_follow_each_other_and_a_rolled_back_one_is_used_again() -> None:
    a_line()
    with pytest.raises(RuntimeError), transaction.atomic():
        append(kind="reading.submitted", account_no="1", payload={})
        raise RuntimeError
    assert [a_line().seq, a_line().seq] == [2, 3]


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_line_belongs_into_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        append(kind="reading.submitted", account_no="1", payload={})
    assert not Entry.objects.exists()


def test_a_kind_that_the_contract_does_not_know_is_refused_by_service_and_database() -> None:
    with pytest.raises(UnknownKind):
        a_line(kind="account.deleted")
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(seq=9, kind="account.deleted")


@pytest.mark.parametrize(
    "change", ["kind = 'consent.given'", "account_no = '9'", "seq = 7", 'payload = \'{"id": "R/2"}\'']
)
def test_the_database_refuses_to_change_what_was_written(change: str) -> None:
    a_line()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE outgoing_entry SET {change}")  # noqa: S608
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.all().delete()


def test_handing_out_marks_lines_as_delivered_once_and_repeats_are_harmless() -> None:
    for _ in range(3):
        a_line()
    assert [entry.seq for entry in hand_out(after=1)] == [2, 3]
    first = Entry.objects.get(seq=2)
    assert [entry.seq for entry in hand_out(after=0, limit=2)] == [1, 2]
    assert Entry.objects.get(seq=2).delivered_at == first.delivered_at
    assert set(Entry.objects.values_list("state", flat=True)) == {State.DELIVERED}


def test_an_answer_is_announced_once_recorded_and_never_turned_round() -> None:
    heard: list[tuple[int, str, str]] = []

    def hear(entry: Entry, **_: object) -> None:
        heard.append((entry.seq, entry.state, entry.reason))

    acknowledged.connect(hear)
    line = a_line()
    for _ in range(2):
        answer(seq=line.seq, state="rejected", reason="lower than the last reading")
    acknowledged.disconnect(hear)
    assert heard == [(line.seq, "rejected", "lower than the last reading")]
    assert AuditEntry.objects.filter(action="outgoing.line_answered").count() == 1
    with pytest.raises(AlreadyAnswered):
        answer(seq=line.seq, state="accepted")


def test_a_receiver_that_fails_takes_the_answer_back() -> None:
    def fail(**_: object) -> None:
        raise RuntimeError

    acknowledged.connect(fail)
    line = a_line()
    with pytest.raises(RuntimeError):
        answer(seq=line.seq, state="accepted")
    acknowledged.disconnect(fail)
    assert Entry.objects.get(seq=line.seq).state == State.NEW


@pytest.mark.parametrize(
    ("state", "reason"), [("rejected", " "), ("rejected", "\0"), ("new", ""), ("delivered", "")]
)
def test_only_acceptance_and_a_rejection_with_a_reason_are_answers(state: str, reason: str) -> None:
    with pytest.raises(BadAnswer):
        answer(seq=a_line().seq, state=state, reason=reason)


def test_a_line_that_does_not_exist_cannot_be_answered() -> None:
    with pytest.raises(UnknownLine):
        answer(seq=404, state="accepted")


def test_content_is_forgotten_only_after_the_answer() -> None:
    open_line, done = a_line(phone="600"), a_line(phone="600")
    answer(seq=done.seq, state="accepted")
    assert forget_content(seqs=[open_line.seq, done.seq]) == 1
    assert (Entry.objects.get(seq=open_line.seq).payload, Entry.objects.get(seq=done.seq).payload) == (
        {"phone": "600"},
        {},
    )


def test_there_is_one_counter() -> None:
    a_line()
    with pytest.raises(IntegrityError), transaction.atomic():
        Counter.objects.create(pk=2)


def test_a_reason_is_one_line_that_every_database_keeps() -> None:
    assert answer(seq=a_line().seq, state="rejected", reason=" too\0 low\n again ").reason == "too low again"
