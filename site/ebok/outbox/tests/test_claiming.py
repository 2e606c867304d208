"""No two workers hold the same job; a lost lease loses the right to write an outcome."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from ebok.outbox.claiming import begin, claim, finish, postpone
from ebok.outbox.handlers import Kind
from ebok.outbox.models import Job, JobState
from ebok.outbox.tests.factories import KIND, JobFactory
from ebok.outbox.tests.race import two_workers_at_once

SITE_DIR = Path(__file__).resolve().parents[3]
NOW = timezone.now()
WORK = Kind(name=KIND, handler=lambda payload: None, lease_seconds=60)


@pytest.mark.django_db
def test_the_oldest_due_jobs_are_taken_first_and_once() -> None:
    late = JobFactory(due_at=NOW - timedelta(minutes=1))
    early = JobFactory(due_at=NOW - timedelta(minutes=5))
    JobFactory(due_at=NOW + timedelta(seconds=1))
    for state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED):
        JobFactory(due_at=NOW - timedelta(days=1), state=state)
    assert [job.pk for job in claim(now=NOW, limit=1)] == [early.pk]
    assert [job.pk for job in claim(now=NOW)] == [late.pk]
    assert claim(now=NOW) == []


@pytest.mark.django_db
def test_a_job_whose_lease_ran_out_is_taken_over(settings) -> None:
    JobFactory(due_at=NOW)
    [dead] = claim(now=NOW)
    lease = timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
    assert claim(now=NOW + lease) == []
    [alive] = claim(now=NOW + lease + timedelta(seconds=1))
    assert (alive.pk, alive.holder != dead.holder) == (dead.pk, True)
    assert not begin(dead, kind=WORK, now=NOW)
    assert not finish(dead, state=JobState.DONE, now=NOW)
    assert not postpone(dead, due_at=NOW, error="too late")
    assert begin(alive, kind=WORK, now=NOW)
    assert finish(alive, state=JobState.DONE, now=NOW)
    assert Job.objects.get().state == JobState.DONE


@pytest.mark.django_db
def test_beginning_counts_a_try_and_holds_the_job_for_the_lease_of_its_kind() -> None:
    JobFactory(due_at=NOW)
    [job] = claim(now=NOW)
    assert Job.objects.get().attempts == 0, "a job that waits in a dead worker's batch has not been tried"
    assert begin(job, kind=WORK, now=NOW)
    stored = Job.objects.get()
    assert (job.attempts, stored.attempts, stored.leased_until) == (1, 1, NOW + timedelta(seconds=60))


@pytest.mark.django_db
def test_claiming_costs_three_statements_whatever_the_batch(django_assert_max_num_queries) -> None:
    JobFactory.create_batch(20, due_at=NOW)
    with django_assert_max_num_queries(5):  # PostgreSQL adds a savepoint around them
        assert len(claim(now=NOW)) == 20


@pytest.mark.long
def test_two_workers_at_once_take_disjoint_jobs_on_sqlite(tmp_path) -> None:
    taken = run_race(tmp_path, protected=True)
    assert len(taken) == 10
    assert set(taken.values()) == {1}


@pytest.mark.long
def test_without_the_condition_two_workers_take_the_same_jobs_on_sqlite(tmp_path) -> None:
    """The twin: the condition of the UPDATE is what keeps them apart."""
    assert max(run_race(tmp_path, protected=False).values()) == 2


def run_race(folder: Path, *, protected: bool) -> Counter[int]:
    """The race in a process of its own, on a database in a file."""
    facts = {**os.environ, "DJANGO_SETTINGS_MODULE": "ebok.outbox.tests.bare_settings", "FOLDER": str(folder)}
    program = [sys.executable, "-m", "ebok.outbox.tests.race", "protected" if protected else "unprotected"]
    ran = subprocess.run(program, env=facts, cwd=SITE_DIR, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    return Counter(json.loads(ran.stdout))


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_take_disjoint_jobs() -> None:
    taken = two_workers_at_once(protected=True)
    assert len(taken) == 10
    assert set(taken.values()) == {1}


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_without_the_condition_two_workers_take_the_same_jobs() -> None:
    """The twin, on PostgreSQL without its row locks."""
    assert max(two_workers_at_once(protected=False).values()) == 2


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_workers_do_not_queue_up_behind_each_other() -> None:
    """SKIP LOCKED: while one worker is claiming, another takes other rows at once."""
    JobFactory.create_batch(4, due_at=NOW)
    taken: list[int] = []

    def work() -> None:
        taken.extend(job.pk for job in claim(now=NOW, limit=10))
        connection.close()

    with transaction.atomic():
        held = {job.pk for job in claim(now=NOW, limit=2)}
        worker = threading.Thread(target=work)
        worker.start()
        worker.join(5)
        assert not worker.is_alive()
    assert len(taken) == 2
    assert held.isdisjoint(taken)
