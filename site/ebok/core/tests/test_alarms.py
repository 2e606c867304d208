"""Alarms are raised once, counted, cleared and never make a fault worse."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from ebok.core import alarms
from ebok.core.alarms import clear_alarm, open_alarms, raise_alarm
from ebok.core.heartbeats import SCHEDULER, beat
from ebok.core.models import Alarm, Heartbeat
from ebok.core.probes import scheduler_beats
from ebok.core.tasks import heartbeat

pytestmark = pytest.mark.django_db


def test_repeats_are_counted_in_one_row() -> None:
    for number in range(3):
        raise_alarm(code="documents.file_missing", key="a.pdf", details={"try": number})
    raise_alarm(code="documents.file_missing", key="b.pdf")
    first = Alarm.objects.get(key="a.pdf")
    assert (first.times, first.details) == (3, {"try": 2})
    assert open_alarms().count() == 2


def test_a_cleared_alarm_opens_anew() -> None:
    raise_alarm(code="feed.stale")
    raise_alarm(code="feed.stale")
    assert clear_alarm(code="feed.stale")
    assert not clear_alarm(code="feed.stale")
    assert not open_alarms().exists()
    raise_alarm(code="feed.stale")
    alarm = open_alarms().get()
    assert (alarm.times, alarm.cleared_at) == (1, None)
    assert Alarm.objects.count() == 1


def test_an_alarm_is_heard_in_the_log_while_the_database_is_away(monkeypatch, caplog) -> None:
    def away(**facts: object) -> None:
        raise DatabaseError("away")

    monkeypatch.setattr(alarms, "_store", away)
    with caplog.at_level(logging.ERROR):
        raise_alarm(code="documents.storage_unavailable")
    events = [record.msg["event"] for record in caplog.records if isinstance(record.msg, dict)]
    assert events == ["alarm.raised", "alarm.not_stored"]


def test_clearing_while_the_database_is_away_is_no_second_fault(monkeypatch, caplog) -> None:
    def away(*args: object, **options: object) -> None:
        raise InterfaceError("connection already closed")

    monkeypatch.setattr(alarms.Alarm.objects, "filter", lambda **facts: SimpleNamespace(exists=away))
    assert not clear_alarm(code="documents.storage_unavailable")
    assert "alarm.not_cleared" in caplog.text


def test_the_scheduler_reports_its_own_silence_when_it_is_back() -> None:
    Heartbeat.objects.create(name=SCHEDULER, at=timezone.now() - timedelta(minutes=10))
    heartbeat()
    assert open_alarms().get().code == "scheduler.silent"
    heartbeat(argument_of_a_later_version=1)
    assert not open_alarms().exists()


def test_who_looks_at_a_dead_scheduler_raises_its_alarm_though_it_never_comes_back(time_machine) -> None:
    died = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    time_machine.move_to(died, tick=False)
    heartbeat()
    scheduler_beats()
    assert not open_alarms().exists()
    time_machine.move_to(died + timedelta(minutes=10), tick=False)
    for _second in range(3):
        scheduler_beats()
    alarm = open_alarms().get()
    assert (alarm.code, alarm.details, alarm.times) == ("scheduler.silent", {"seconds": 600}, 1)
    time_machine.move_to(died + timedelta(minutes=12), tick=False)
    scheduler_beats()
    assert open_alarms().get().times == 2, "the office sees that it goes on"


def test_a_scheduler_that_was_never_started_raises_the_alarm_until_it_is_seen() -> None:
    scheduler_beats()
    assert open_alarms().get().code == "scheduler.silent"
    beat(SCHEDULER)
    scheduler_beats()
    assert not open_alarms().exists()
