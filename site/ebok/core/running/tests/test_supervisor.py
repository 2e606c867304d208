"""What runs is watched: crashes are mended, a stop stops everything."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ebok.core.running.children import Part, last_lines
from ebok.core.running.supervisor import Supervisor

pytestmark = pytest.mark.long


def sleep_forever() -> None:
    time.sleep(60)


def ignore_the_request_to_stop() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    subprocess.run([sys.executable, "-c", "import time; time.sleep(60)"])


def crash() -> None:
    sys.stderr.write("the reason of the crash\n")
    sys.exit(3)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


class Scene:
    """A supervisor over parts, stopped as soon as `enough` is true."""

    def __init__(self, folder: Path, enough, **parts) -> None:
        self.said: list[str] = []
        self.pids: set[int] = set()
        self.enough = enough
        self.supervisor = Supervisor(
            parts=[Part(name=name, serve=serve, log=folder / f"{name}.log") for name, serve in parts.items()],
            say=self.said.append,
            grace=0.5,
        )

    def run(self) -> int:
        return self.supervisor.run(each_turn=self.turn)

    def turn(self) -> None:
        self.pids |= {process.pid for process in self.supervisor.running.values()}
        if self.enough(self):
            os.kill(os.getpid(), signal.SIGINT)


def test_a_stop_that_was_asked_for_ends_every_part(tmp_path: Path) -> None:
    scene = Scene(tmp_path, lambda scene: len(scene.pids) == 2, web=sleep_forever, worker=sleep_forever)
    assert scene.run() == 0
    assert scene.said == ["Stopping ..."]
    assert not any(alive(pid) for pid in scene.pids)


def test_a_killed_part_is_started_again(tmp_path: Path) -> None:
    def kill_the_first(scene: Scene) -> bool:
        if len(scene.pids) == 1:
            os.kill(next(iter(scene.pids)), signal.SIGKILL)
        return len(scene.pids) == 2

    scene = Scene(tmp_path, kill_the_first, web=sleep_forever)
    assert scene.run() == 0
    assert scene.said[0] == "web ended unexpectedly (exit code -9); starting it again."


def test_a_part_that_does_not_stay_up_stops_everything_and_shows_why(tmp_path: Path) -> None:
    scene = Scene(tmp_path, lambda scene: False, web=crash, worker=sleep_forever)
    assert scene.run() == 1
    assert len([line for line in scene.said if "starting it again" in line]) == 3
    assert "does not stay up" in scene.said[-2]
    assert "the reason of the crash" in scene.said[-1]
    assert not any(alive(pid) for pid in scene.pids)


def test_a_part_that_will_not_stop_is_killed_with_its_children(tmp_path: Path) -> None:
    def children_of(pid: int) -> list[int]:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    grandchildren: set[int] = set()

    def until_it_has_a_child(scene: Scene) -> bool:
        for pid in scene.pids:
            grandchildren.update(children_of(pid))
        return bool(grandchildren)

    scene = Scene(tmp_path, until_it_has_a_child, worker=ignore_the_request_to_stop)
    assert scene.run() == 0
    deadline = time.monotonic() + 2
    while any(alive(pid) for pid in grandchildren) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(alive(pid) for pid in scene.pids | grandchildren)


def test_the_callers_signal_handlers_come_back(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    Scene(tmp_path, lambda scene: True, web=sleep_forever).run()
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(("written", "count", "expected"), [("a\nb\nc\n", 2, ["b", "c"]), (None, 2, [])])
def test_the_end_of_a_log_explains_a_failure(
    tmp_path: Path, written: str | None, count: int, expected: list[str]
) -> None:
    log = tmp_path / "web.log"
    if written is not None:
        log.write_text(written)
    assert last_lines(log, count=count) == expected
