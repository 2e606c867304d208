"""`make run`, as a newcomer uses it: embedded databases, one command, Ctrl-C."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Browser
from servers import free_port, listens
from towns import REAL_SERVERS, ROOT

pytestmark = pytest.mark.services
SECOND_START = 5.0  # seconds to the first page, promised on two idle cores
PATIENCE = 400.0  # seconds; a first start on a busy machine


class Run:
    """One start of the office."""

    def __init__(self, folder: Path, port: int) -> None:
        env = {name: value for name, value in os.environ.items() if name not in REAL_SERVERS}
        env |= {"VAR_DIR": str(folder), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
        for name in ("DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE"):
            env.pop(name, None)
        self.port = port
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "site" / "manage.py"), "run"],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def first_page(self, *, within: float) -> float:
        """Seconds until the home page was answered."""
        while time.monotonic() - self.started < within:
            if self.process.poll() is not None:
                raise AssertionError(self.process.stdout.read())
            with contextlib.suppress(OSError):
                if Browser(port=self.port).get("/").status == 200:
                    return time.monotonic() - self.started
            time.sleep(0.05)
        self.process.kill()
        raise AssertionError(f"no page within {within} s:\n{self.process.stdout.read()}")

    def said_until(self, text: str) -> str:
        said = ""
        while text not in said:
            line = self.process.stdout.readline()
            assert line, f"{text!r} never came:\n{said}"
            said += line
        return said

    def children(self) -> set[int]:
        """Process ids of the whole family below the command."""
        family, fresh = set(), {self.process.pid}
        while fresh:
            parents, fresh = fresh, set()
            for parent in parents:
                for tasks in Path(f"/proc/{parent}/task").glob("*/children"):
                    fresh |= {int(pid) for pid in tasks.read_text().split()}
            family |= fresh
        return family

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=40)


def is_alive(pid: int) -> bool:
    """False also for a zombie, which only waits for its parent to look."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


def left_of(family: set[int], *, after: float = 2.0) -> set[int]:
    """Members that are still alive; killed ones may take a moment."""
    deadline = time.monotonic() + after
    while (left := {pid for pid in family if is_alive(pid)}) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Data of an office that has been started once and stopped."""
    folder = tmp_path_factory.mktemp("embedded")
    run = Run(folder, free_port())
    run.first_page(within=PATIENCE)
    said = run.said_until("Ctrl-C stops it")
    assert f"http://localhost:{run.port}/" in said
    assert "customer@demo.ebok.example" in said
    family = run.children()
    assert len(family) >= 4
    assert run.stop() == 0
    assert left_of(family) == set()
    yield folder


def test_a_second_start_is_quick_and_keeps_the_data(folder: Path) -> None:
    databases = {path.name: path.stat().st_ino for path in folder.glob("*.sqlite3")}
    seconds = []
    for _ in range(3):  # other work on this machine may slow down one start, hardly three
        run = Run(folder, free_port())
        try:
            seconds.append(run.first_page(within=60))
            assert "..." not in run.said_until("eBOK is open"), "something was prepared again"
        finally:
            assert run.stop() == 0
    assert min(seconds) <= SECOND_START, seconds
    assert {path.name: path.stat().st_ino for path in folder.glob("*.sqlite3")} == databases


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_every_way_of_stopping_ends_the_whole_family(folder: Path, number: int) -> None:
    run = Run(folder, free_port())
    run.first_page(within=60)
    family = run.children()
    assert run.stop(number) == 0
    assert left_of(family) == set()
    assert not listens(run.port)


def test_a_killed_command_leaves_nothing_behind(folder: Path) -> None:
    run = Run(folder, free_port())
    run.first_page(within=60)
    family = run.children()
    run.stop(signal.SIGKILL)
    assert left_of(family, after=20) == set()


def test_a_killed_web_server_comes_back(folder: Path) -> None:
    run = Run(folder, free_port())
    try:
        run.first_page(within=60)
        run.said_until("Ctrl-C stops it")
        web = Path(f"/proc/{run.process.pid}/task/{run.process.pid}/children").read_text().split()[0]
        os.kill(int(web), signal.SIGKILL)
        run.said_until("starting it again")
        run.started = time.monotonic()
        run.first_page(within=20)
    finally:
        run.stop()


def test_a_port_in_use_is_told_plainly(folder: Path) -> None:
    first = Run(folder, free_port())
    try:
        first.first_page(within=60)
        second = Run(folder, first.port)
        said, _ = second.process.communicate(timeout=60)
        assert second.process.returncode == 1
        assert f"Cannot listen on 127.0.0.1:{first.port}: Address already in use" in said
        assert f"PORT={first.port + 1}" in said
    finally:
        first.stop()
