"""Child processes that are forked from the prepared office, so that they start warm."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path

from django.db import connections

PR_SET_PDEATHSIG = 1  # prctl(2): the signal a process gets when its parent dies
LOG_LIMIT = 5_000_000  # bytes; a longer log is put aside at the next start


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the running office.

    Parameters:
        name: for messages ("web").
        serve: runs in a process of its own until SIGTERM.
        log: file that takes what it prints.
    """

    name: str
    serve: Callable[[], None]
    log: Path


def start(part: Part) -> ForkProcess:
    """Start a part in a process group of its own; it ends with its parent, however that dies."""
    part.log.parent.mkdir(parents=True, exist_ok=True)
    if part.log.exists() and part.log.stat().st_size > LOG_LIMIT:
        part.log.replace(part.log.with_suffix(".old.log"))
    connections.close_all()  # a connection must never be shared by two processes
    process = get_context("fork").Process(target=_live, args=(part, os.getpid()), name=part.name)
    process.start()
    return process


def end_group(process: ForkProcess) -> None:
    """Kill whatever is left of a part: the process and the children it made."""
    if process.pid is not None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.join()


def last_lines(log: Path, *, count: int = 20) -> list[str]:
    """The end of a log, for a message that explains a failure."""
    if not log.exists():
        return []
    return log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:]


def _live(part: Part, parent: int) -> None:
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    _end_with_parent(parent)
    with part.log.open("ab", buffering=0) as log:
        os.dup2(log.fileno(), sys.stdout.fileno())
        os.dup2(log.fileno(), sys.stderr.fileno())
    part.serve()


def _end_with_parent(parent: int) -> None:
    """Ask Linux for SIGTERM when the parent dies; elsewhere children outlive a killed parent."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(1)
