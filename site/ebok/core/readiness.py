"""Asking all probes at once, never longer than a deadline."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog
from django.db import connections

from ebok.core.health import Probe, ProbeResult

log = structlog.get_logger(__name__)

DEADLINE_SECONDS = 2.0
KEPT_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What one probe said."""

    probe: Probe
    result: ProbeResult


@dataclass(slots=True)
class _Run:
    """One probe at work in its thread; abandoned when late, but never started twice."""

    thread: threading.Thread
    result: list[ProbeResult] = field(default_factory=list)


class Examiner:
    """Runs probes in threads of their own, so that one that hangs cannot hold the answer back.

    A probe that is still hanging from an earlier question is not asked again, so threads cannot
    pile up. Findings are kept for a second: the endpoint is open to everybody.

    Parameters:
        deadline: seconds that all probes together may take.
        kept: seconds for which findings are given out again.
    """

    def __init__(self, *, deadline: float = DEADLINE_SECONDS, kept: float = KEPT_SECONDS) -> None:
        self.deadline = deadline
        self.kept = kept
        self._running: dict[str, _Run] = {}
        self._lock = threading.Lock()
        self._findings: list[Finding] = []
        self._asked_at = float("-inf")

    def examine(self, probes: Sequence[Probe]) -> list[Finding]:
        """The findings of all probes, at most `kept` seconds old."""
        with self._lock:
            if time.monotonic() - self._asked_at > self.kept:
                self._findings = self._ask(probes)
                self._asked_at = time.monotonic()
            return self._findings

    def _ask(self, probes: Sequence[Probe]) -> list[Finding]:
        until = time.monotonic() + self.deadline
        for probe in probes:
            self._start(probe)
        return [Finding(probe, self._await(probe, until)) for probe in probes]

    def _start(self, probe: Probe) -> None:
        before = self._running.get(probe.name)
        if before and before.thread.is_alive():
            return
        result: list[ProbeResult] = []
        thread = threading.Thread(target=_look, args=(probe, result), name=f"probe-{probe.name}", daemon=True)
        self._running[probe.name] = _Run(thread, result)
        thread.start()

    def _await(self, probe: Probe, until: float) -> ProbeResult:
        run = self._running[probe.name]
        run.thread.join(max(0.0, until - time.monotonic()))
        if run.thread.is_alive() or not run.result:
            log.error("probe.late", probe=probe.name, deadline=self.deadline)
            return ProbeResult(ok=False, detail=f"no answer within {self.deadline:g} s")
        return run.result[0]


def _look(probe: Probe, result: list[ProbeResult]) -> None:
    try:
        found = probe.check()
    except Exception as error:
        # The message may hold an address or a user name; the log keeps it, the public answer does not.
        log.exception("probe.failed", probe=probe.name)
        found = ProbeResult(ok=False, detail=f"check failed: {type(error).__name__}")
    finally:
        connections.close_all()
    result.append(found)
