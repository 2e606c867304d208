"""A broker that is away costs the request nothing; the sweep does the work later."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from celery import Celery
from django.db import transaction
from django.utils import timezone

from ebok.celery import app
from ebok.core.alarms import open_alarms
from ebok.outbox import sweeping, tasks, waking
from ebok.outbox.models import Job, JobState
from ebok.outbox.services import enqueue
from ebok.outbox.tests.factories import KIND, handled_by
from ebok.settings.background import celery_settings

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def fresh_circuit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waking, "circuit", waking._Circuit())


@pytest.fixture
def done() -> Iterator[list[str]]:
    seen: list[str] = []
    with handled_by(lambda payload: seen.append("done")):
        yield seen


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    messages: list[str] = []
    monkeypatch.setattr(app, "send_task", lambda name, **options: messages.append(name))
    return messages


def use_broker(monkeypatch: pytest.MonkeyPatch, url: str, folder) -> None:
    """Send through a Celery application of our own that is set up as the site's."""
    other = Celery("other", set_as_current=False)
    other.config_from_object(celery_settings(broker_url=url, folder=folder), namespace="CELERY")
    monkeypatch.setattr(waking, "app", other)


@pytest.mark.enable_socket
@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "amqp://guest:guest@127.0.0.1:1//"])
def test_a_dead_broker_neither_fails_nor_delays_the_request(monkeypatch, tmp_path, done, caplog, url) -> None:
    use_broker(monkeypatch, url, tmp_path)
    started = time.monotonic()
    with caplog.at_level(logging.ERROR):
        for number in range(20):
            enqueue(kind=KIND, key=str(number))
    assert time.monotonic() - started < 3
    failures = [record for record in caplog.records if "outbox.wake_failed" in str(record.msg)]
    assert len(failures) == 1, "after the first failure nobody waits for the same broker"
    assert open_alarms().get().code == "outbox.broker_away"
    tasks.sweep(argument_of_a_later_version=1)
    assert len(done) == 20
    assert not open_alarms().exists()


def test_a_folder_that_cannot_be_made_does_not_fail_the_request(monkeypatch, tmp_path, done, caplog) -> None:
    (tmp_path / "file").write_text("in the way")
    use_broker(monkeypatch, "filesystem://", tmp_path / "file" / "queue")
    with caplog.at_level(logging.ERROR):
        enqueue(kind=KIND, key="1")
    assert "outbox.wake_failed" in caplog.text
    assert sweeping.sweep() == 1
    assert Job.objects.get().state == JobState.DONE


def test_after_a_pause_the_broker_is_tried_again(sent, done, time_machine) -> None:
    waking.circuit.pause()
    waking.wake()
    assert sent == []
    waking.circuit.paused_until = time.monotonic() - 1
    waking.wake()
    assert sent == [waking.WAKE_TASK]


def test_a_worker_is_woken_after_the_commit_once_a_transaction(sent, done) -> None:
    with transaction.atomic():
        for number in range(100):
            enqueue(kind=KIND, key=str(number))
        assert sent == []
    assert sent == [waking.WAKE_TASK]


def test_nobody_is_woken_by_what_was_rolled_back(sent, done) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        enqueue(kind=KIND, key="1")
        raise RuntimeError
    assert sent == []


def test_an_undone_part_of_a_transaction_does_not_swallow_the_wake_up(sent, done) -> None:
    with transaction.atomic():
        with pytest.raises(RuntimeError), transaction.atomic():
            enqueue(kind=KIND, key="undone")
            raise RuntimeError
        enqueue(kind=KIND, key="kept")
    assert sent == [waking.WAKE_TASK]


def test_work_for_later_wakes_nobody_now(sent, done) -> None:
    enqueue(kind=KIND, key="1", due_at=timezone.now() + timedelta(hours=1))
    assert sent == []
