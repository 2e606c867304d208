"""Every job ends in a named state; temporary errors are tried again, later and later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ebok.core.alarms import open_alarms
from ebok.core.context import current
from ebok.outbox import sweeping, working
from ebok.outbox.claiming import claim
from ebok.outbox.errors import PermanentError, TemporaryError
from ebok.outbox.handlers import UnknownKind
from ebok.outbox.models import Job, JobState
from ebok.outbox.probes import work_is_done_in_time
from ebok.outbox.services import cancel, enqueue, retry
from ebok.outbox.tests.factories import KIND, JobFactory, handled_by
from ebok.outbox.working import MAX_ATTEMPTS, delay_after, drain

pytestmark = pytest.mark.django_db


def failing_with(error: Exception) -> Any:
    def handler(payload: Mapping[str, Any]) -> None:
        raise error

    return handler


def test_work_is_done_once_and_ends_as_done() -> None:
    JobFactory.create_batch(45)
    seen: list[str] = []
    with handled_by(lambda payload: seen.append(payload["key"])):
        assert drain() == 45
        assert drain() == 0
    assert sorted(seen) == sorted(Job.objects.values_list("key", flat=True))
    assert set(Job.objects.values_list("state", "holder", "attempts")) == {(JobState.DONE, "", 1)}
    assert Job.objects.filter(finished_at=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_handlers_run_outside_of_any_transaction_with_a_request_id_of_their_own() -> None:
    JobFactory()
    seen: list[tuple[bool, str]] = []
    with handled_by(lambda payload: seen.append((connection.in_atomic_block, current().request_id))):
        drain()
    [(in_transaction, request_id)] = seen
    assert not in_transaction
    assert len(request_id) == 32


@pytest.mark.parametrize("error", [TemporaryError("away"), ConnectionError("away")])
def test_a_temporary_error_is_tried_again_after_a_growing_delay(error: Exception, time_machine) -> None:
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    JobFactory()
    with handled_by(failing_with(error)):
        for attempt in (1, 2, 3):
            assert drain() == 1
            job = Job.objects.get()
            assert (job.state, job.attempts) == (JobState.WAITING, attempt)
            assert job.due_at == timezone.now() + delay_after(attempt)
            assert "away" in job.last_error
            assert drain() == 0
            time_machine.move_to(job.due_at, tick=False)


def test_tries_run_out_and_the_job_ends_as_failed_with_an_alarm(time_machine) -> None:
    time_machine.move_to(timezone.now(), tick=False)
    JobFactory()
    with handled_by(failing_with(TemporaryError("still away"))):
        for _attempt in range(MAX_ATTEMPTS):
            assert drain() == 1
            time_machine.shift(delay_after(MAX_ATTEMPTS))
        assert drain() == 0
    job = Job.objects.get()
    assert (job.state, job.attempts, job.last_error) == (JobState.FAILED, MAX_ATTEMPTS, "still away")
    alarm = open_alarms().get()
    assert (alarm.code, alarm.key) == ("outbox.job_failed", KIND)


def test_a_permanent_error_fails_at_once() -> None:
    JobFactory()
    with handled_by(failing_with(PermanentError("no such address"))):
        drain()
    job = Job.objects.get()
    assert (job.state, job.attempts, job.last_error) == (JobState.FAILED, 1, "no such address")
    assert job.finished_at is not None


def test_the_other_side_may_say_how_long_to_wait(time_machine) -> None:
    time_machine.move_to(timezone.now(), tick=False)
    JobFactory()
    with handled_by(failing_with(TemporaryError("busy", retry_after=7))):
        drain()
    assert Job.objects.get().due_at == timezone.now() + timedelta(seconds=7)


def test_one_broken_job_does_not_stop_the_others() -> None:
    JobFactory.create_batch(3)
    first = Job.objects.earliest("id").key

    def handler(payload: Mapping[str, Any]) -> None:
        if payload["key"] == first:
            raise KeyError("broken")

    with handled_by(handler):
        drain()
    assert Job.objects.filter(state=JobState.DONE).count() == 2
    assert Job.objects.get(key=first).last_error == "KeyError: 'broken'"


def test_a_job_that_kills_its_worker_each_time_ends_as_failed() -> None:
    JobFactory(
        state=JobState.RUNNING,
        attempts=MAX_ATTEMPTS,
        holder="dead",
        leased_until=timezone.now() - timedelta(seconds=1),
    )
    with handled_by(failing_with(AssertionError("must not run again"))):
        drain()
    job = Job.objects.get()
    assert (job.state, job.attempts) == (JobState.FAILED, MAX_ATTEMPTS)
    assert "worker's death" in job.last_error


def test_a_job_taken_over_meanwhile_is_not_run_and_costs_one_query(django_assert_num_queries) -> None:
    JobFactory()
    [job] = claim(now=timezone.now())
    Job.objects.update(holder="another")
    with handled_by(failing_with(AssertionError("must not run"))), django_assert_num_queries(1):
        working.run(job)


def test_a_handler_that_outlives_its_lease_does_not_write_over_the_new_holder() -> None:
    JobFactory()

    def slow(payload: Mapping[str, Any]) -> None:
        Job.objects.update(holder="another")

    with handled_by(slow):
        drain()
    assert (Job.objects.get().state, Job.objects.get().holder) == (JobState.RUNNING, "another")


def test_a_kind_that_this_version_does_not_know_waits_for_one_that_does() -> None:
    JobFactory(kind="tests.of_tomorrow")
    drain()
    assert Job.objects.get().state == JobState.WAITING


@pytest.mark.long
@given(attempts=st.integers(min_value=1, max_value=10_000))
def test_delays_grow_and_stay_within_an_hour(attempts: int) -> None:
    assert timedelta(seconds=10) <= delay_after(attempts) <= delay_after(attempts + 1) <= timedelta(hours=1)


def test_the_documented_delays() -> None:
    assert [delay_after(n).total_seconds() for n in range(1, 7)] == [10, 40, 160, 640, 2560, 3600]


def test_asking_twice_makes_one_job() -> None:
    with handled_by(lambda payload: None):
        first = enqueue(kind=KIND, key="invoice-1", payload={"id": 1})
        second = enqueue(kind=KIND, key="invoice-1", payload={"id": 2})
    assert (first.pk, second.payload) == (second.pk, {"id": 1})
    with pytest.raises(UnknownKind):
        enqueue(kind="nobody.does_this", key="1")


def test_a_job_vanishes_with_the_transaction_of_its_cause() -> None:
    with handled_by(lambda payload: None), pytest.raises(RuntimeError), transaction.atomic():
        enqueue(kind=KIND, key="never")
        raise RuntimeError
    assert not Job.objects.exists()


def test_waiting_work_can_be_taken_back_running_work_cannot() -> None:
    waiting, running = JobFactory(), JobFactory(state=JobState.RUNNING, holder="somebody")
    assert cancel(kind=KIND, key=waiting.key)
    assert not cancel(kind=KIND, key=running.key)
    assert not cancel(kind=KIND, key="unknown")
    waiting.refresh_from_db()
    assert waiting.state == JobState.CANCELLED


def test_a_failed_job_gets_all_its_tries_again() -> None:
    failed = JobFactory(state=JobState.FAILED, attempts=MAX_ATTEMPTS, last_error="away")
    assert retry(job_id=failed.pk)
    assert not retry(job_id=failed.pk)
    with handled_by(lambda payload: None):
        drain()
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == (JobState.DONE, 1)


def test_failed_work_is_listed_and_tried_again_by_a_command() -> None:
    failed = JobFactory(state=JobState.FAILED, last_error="refused for good", finished_at=timezone.now())
    out = StringIO()
    call_command("retry_job", stdout=out)
    assert str(failed.pk) in out.getvalue() and "refused for good" in out.getvalue()
    call_command("retry_job", str(failed.pk), stdout=out)
    failed.refresh_from_db()
    assert failed.state == JobState.WAITING
    with pytest.raises(CommandError, match="no job"):
        call_command("retry_job", str(failed.pk), stdout=out)


def test_the_sweep_raises_an_alarm_on_old_work_and_clears_it_when_it_is_done(settings) -> None:
    age = timedelta(seconds=settings.OUTBOX_QUEUE_AGE_SECONDS + 60)
    JobFactory(due_at=timezone.now() - age)
    with handled_by(lambda payload: None):
        assert sweeping.sweep() == 1
        assert open_alarms().get().code == "outbox.queue_age"
        assert sweeping.sweep() == 0
    assert not open_alarms().exists()


def test_old_work_raises_the_alarm_while_nobody_sweeps(settings) -> None:
    job = JobFactory(due_at=timezone.now() - timedelta(seconds=settings.OUTBOX_QUEUE_AGE_SECONDS + 60))
    assert not work_is_done_in_time().ok
    assert open_alarms().get().code == "outbox.queue_age"
    job.delete()
    assert work_is_done_in_time().ok
    assert not open_alarms().exists()


def test_done_work_is_forgotten_after_its_days_and_failed_work_is_not(settings) -> None:
    old = timezone.now() - timedelta(days=settings.OUTBOX_KEEP_DAYS, seconds=1)
    for state in JobState:
        JobFactory(state=state, finished_at=old)
    fresh = JobFactory(state=JobState.DONE, finished_at=timezone.now())
    assert sweeping.tidy() == 2
    left = set(Job.objects.values_list("state", flat=True))
    assert left == {JobState.WAITING, JobState.RUNNING, JobState.FAILED, JobState.DONE}
    assert Job.objects.filter(pk=fresh.pk).exists()


def test_a_stopped_worker_ends_its_shift(time_machine) -> None:
    JobFactory.create_batch(25)
    with handled_by(lambda payload: None):
        assert drain(seconds=0) == 0
