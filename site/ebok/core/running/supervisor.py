"""Watching the parts of the office: restart what crashes, stop everything on request."""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from types import FrameType

from ebok.core.running.children import Part, end_group, last_lines, start
from ebok.core.running.preparation import Say

TURN = 0.1  # seconds between two looks
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """Runs parts until a signal asks to stop, or until one of them will not stay up.

    Parameters:
        parts: what runs side by side.
        say: tells the person in front of the terminal.
        restarts: how many crashes within `window` seconds are mended before giving up.
        window: seconds.
        grace: seconds for a part to end by itself before it is killed.
    """

    def __init__(
        self,
        *,
        parts: Sequence[Part],
        say: Say,
        restarts: int = 3,
        window: float = 60.0,
        grace: float = 20.0,
    ) -> None:
        self.parts = {part.name: part for part in parts}
        self.say = say
        self.restarts = restarts
        self.window = window
        self.grace = grace
        self.running: dict[str, ForkProcess] = {}
        self.crashes: deque[float] = deque()
        self.stop_requests = 0

    def run(self, *, each_turn: Callable[[], None] = lambda: None) -> int:
        """Start every part and watch them, calling `each_turn` about ten times a second.

        Returns 0 after a stop that was asked for, 1 after giving up.
        """
        previous = {number: signal.signal(number, self._on_signal) for number in STOP_SIGNALS}
        try:
            for part in self.parts.values():
                self.running[part.name] = start(part)
            while not self.stop_requests:
                wait([process.sentinel for process in self.running.values()], timeout=TURN)
                if not self._mend():
                    return 1
                each_turn()
            self.say("Stopping ...")
            return 0
        finally:
            self._stop_all()
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.stop_requests += 1

    def _mend(self) -> bool:
        """Restart what has ended; False when too much has."""
        for name, process in list(self.running.items()):
            if process.is_alive() or self.stop_requests:
                continue
            end_group(process)
            del self.running[name]
            part = self.parts[name]
            if not self._may_restart():
                self.say(f"{name} does not stay up, so everything stops. The end of {part.log}:")
                self.say("\n".join(last_lines(part.log)))
                return False
            self.say(f"{name} ended unexpectedly (exit code {process.exitcode}); starting it again.")
            self.running[name] = start(part)
        return True

    def _may_restart(self) -> bool:
        now = time.monotonic()
        self.crashes.append(now)
        while self.crashes and self.crashes[0] < now - self.window:
            self.crashes.popleft()
        return len(self.crashes) <= self.restarts

    def _stop_all(self) -> None:
        for process in self.running.values():
            if process.pid is not None and process.is_alive():
                with suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + self.grace
        requests = self.stop_requests
        while any(process.is_alive() for process in self.running.values()):
            impatient = self.stop_requests > max(requests, 1)
            if impatient or time.monotonic() > deadline:
                break
            time.sleep(TURN)
        for process in self.running.values():
            end_group(process)
        self.running.clear()
