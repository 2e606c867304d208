"""A real Celery worker is killed twice in the middle of its work; nothing is lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

SITE_DIR = Path(__file__).resolve().parents[3]
JOBS = 120


@contextmanager
def a_worker(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Worker and scheduler in a process group of their own; killed at the end, without a warning."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "ebok.outbox.tests.bare_settings",
        "FOLDER": str(folder),
    }
    program = [sys.executable, "-m", "celery", "-A", "ebok", "worker", "-B", "--concurrency", "2"]
    with (folder / "worker.log").open("ab") as log:
        worker = subprocess.Popen(
            [*program, "--without-gossip", "--without-mingle", "--without-heartbeat"],
            env=environment,
            cwd=SITE_DIR,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield worker
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(10)


def run(folder: Path, code: str) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "ebok.outbox.tests.bare_settings",
        "FOLDER": str(folder),
    }
    subprocess.run([sys.executable, "-c", code], env=environment, cwd=SITE_DIR, check=True, timeout=60)


def ask(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "portal.sqlite3", timeout=20)) as database:
        return database.execute(sql).fetchall()


def wait_until(reached: Callable[[], bool], *, log: Path, seconds: float = 40) -> None:
    until = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < until, log.read_text()[-4000:]
        time.sleep(0.02)


def test_two_kills_lose_nothing_and_every_effect_happens_once(tmp_path: Path) -> None:
    run(tmp_path, SETUP)
    log = tmp_path / "worker.log"

    def effects() -> int:
        return int(str(ask(tmp_path, "SELECT count(*) FROM effects")[0][0]))

    for share in (JOBS // 4, JOBS // 2):
        with a_worker(tmp_path):
            wait_until(lambda share=share: effects() >= share, log=log)
        assert effects() < JOBS, "the worker was killed in the middle of its work"
        held = ask(tmp_path, "SELECT count(*) FROM outbox_job WHERE state = 'running'")
        assert held[0][0], "it held jobs when it died"
    with a_worker(tmp_path):
        wait_until(
            lambda: not ask(tmp_path, "SELECT 1 FROM outbox_job WHERE state != 'done' LIMIT 1"), log=log
        )
    assert ask(tmp_path, "SELECT count(*), count(DISTINCT key) FROM effects") == [(JOBS, JOBS)]
    [(tries,)] = ask(tmp_path, "SELECT count(*) FROM tries")
    assert JOBS <= int(str(tries)) <= JOBS + 2 * 2, "only what was in hand at a kill is tried again"


SETUP = f"""
import django
django.setup()
from django.utils import timezone
from ebok.outbox.models import Job
from ebok.outbox.tests import bare_settings, effects
bare_settings.make_tables()
effects.make_tables()
now = timezone.now()
for key in map(str, range({JOBS})):
    Job.objects.create(kind=effects.KIND, key=key, payload={{"key": key}}, due_at=now, created_at=now)
"""
