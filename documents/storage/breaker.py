"""Stops asking a store that does not answer, so that its trouble stays its own.

After a few failures in a row the circuit opens: calls fail at once, without waiting for the network.
After a pause one call is let through; if it works the circuit closes.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from documents.errors import StorageUnavailable

Result = TypeVar("Result")


class CircuitBreaker:
    """One circuit for one store and process; safe to use from many threads.

    Parameters:
        failures: how many failures in a row open the circuit.
        pause: seconds for which an open circuit refuses everything.
        patience: seconds; a call that failed sooner is tried once more, a slower one is not, because
            whoever waits for the page has waited long enough.
        clock: seconds that only grow; replaced in tests.
    """

    def __init__(
        self,
        *,
        failures: int = 3,
        pause: float = 10.0,
        patience: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = failures
        self._pause = pause
        self._patience = patience
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._refuses_until = 0.0

    def call(self, work: Callable[[], Result]) -> Result:
        """Do `work`, and once more if it failed quickly, unless the circuit is open.

        Raises:
            StorageUnavailable: the circuit is open, or `work` raised it. Other exceptions of `work`
            (a missing file, say) prove that the store answers and pass through.
        """
        started = self._clock()
        try:
            return self.once(work)
        except StorageUnavailable:
            if self._clock() - started > self._patience or self.is_open:
                raise
        return self.once(work)

    def once(self, work: Callable[[], Result]) -> Result:
        """Like `call`, but never a second time: for work that cannot be repeated."""
        self._admit()
        try:
            result = work()
        except StorageUnavailable:
            self._failed_once()
            raise
        except Exception:
            self._answered()
            raise
        self._answered()
        return result

    @property
    def is_open(self) -> bool:
        """Is every call refused right now?"""
        with self._lock:
            return self._failed >= self._limit and self._clock() < self._refuses_until

    def _admit(self) -> None:
        with self._lock:
            if self._failed < self._limit:
                return
            if self._clock() < self._refuses_until:
                raise StorageUnavailable(detail="the circuit is open after repeated failures")
            # This call is the one that tries; the others wait for another pause.
            self._refuses_until = self._clock() + self._pause

    def _failed_once(self) -> None:
        with self._lock:
            self._failed += 1
            if self._failed >= self._limit:
                self._refuses_until = self._clock() + self._pause

    def _answered(self) -> None:
        with self._lock:
            self._failed = 0
