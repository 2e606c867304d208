"""Work that is asked for is done by somebody: every task and every queue is served."""

from __future__ import annotations

import re
from pathlib import Path

from ebok.celery import app
from ebok.settings.background import SCHEDULE

UNITS = Path(__file__).resolve().parents[1] / "deploy" / "systemd"


def own_tasks() -> dict[str, object]:
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}


def queues_of_tasks() -> set[str]:
    """Queues that tasks, routes and the schedule name; a task without one goes to the default queue."""
    default = app.conf.task_default_queue
    named = {getattr(task, "queue", None) or default for task in own_tasks().values()}
    routes = app.conf.task_routes or {}
    named |= {route["queue"] for route in routes.values() if "queue" in route}
    scheduled = app.conf.beat_schedule.values()
    return named | {entry["options"]["queue"] for entry in scheduled if "queue" in entry.get("options", {})}


def queues_of(unit: Path) -> set[str]:
    """Queues that a worker's unit serves."""
    command = re.search(r"^ExecStart=(.*\bworker\b.*)$", unit.read_text(), re.M)
    if not command:
        return set()
    listed = re.search(r"(?:-Q|--queues)[ =](\S+)", command[1])
    return set(listed[1].split(",")) if listed else {app.conf.task_default_queue}


def test_there_are_tasks() -> None:
    assert len(own_tasks()) >= len(SCHEDULE)


def test_every_scheduled_task_exists() -> None:
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} - set(own_tasks()) == set()


def test_every_queue_is_served_by_a_worker_of_the_server() -> None:
    served = set().union(*(queues_of(unit) for unit in UNITS.glob("*.service")))
    assert queues_of_tasks() - served == set()


def test_exactly_one_unit_is_the_clock() -> None:
    clocks = [
        unit.name for unit in UNITS.glob("*.service") if re.search(r"ExecStart=.*\bbeat\b", unit.read_text())
    ]
    assert clocks == ["ebok-beat.service"]


def test_results_are_never_unpickled() -> None:
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"
