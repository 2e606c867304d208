"""How many tries, how long a wait. Pure arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Rule:
    """What wrong tries cost.

    Parameters:
        free: so many tries cost nothing.
        locks_at: the try with this number, and each further one, ends in a lock.
        pause: wait after the first try that is not free; doubles with each one up to `longest_pause`.
        lock: first lock; doubles with each further try up to `longest_lock`.
        forgotten_after: so long without a try, and the count begins anew.
    """

    free: int = 3
    locks_at: int = 10
    pause: timedelta = timedelta(seconds=2)
    longest_pause: timedelta = timedelta(minutes=1)
    lock: timedelta = timedelta(minutes=15)
    longest_lock: timedelta = timedelta(hours=1)
    forgotten_after: timedelta = timedelta(hours=3)

    def __post_init__(self) -> None:
        if self.forgotten_after <= self.longest_lock:
            raise ValueError("A count must outlive the locks that it brings.")

    def wait_after(self, count: int) -> timedelta:
        """How long the next try has to wait after the try with number `count` (from 1)."""
        if count <= self.free:
            return timedelta(0)
        if count < self.locks_at:
            return _doubled(self.pause, times=count - self.free - 1, longest=self.longest_pause)
        return _doubled(self.lock, times=count - self.locks_at, longest=self.longest_lock)

    def is_lock(self, count: int) -> bool:
        """Is the wait after this try a lock, of which people are told?"""
        return count >= self.locks_at


def _doubled(first: timedelta, *, times: int, longest: timedelta) -> timedelta:
    return longest if times > 30 else min(first * (1 << times), longest)


SIGN_IN = Rule()
# Many people stand behind one address: an office, a block of flats, a town behind one proxy.
NETWORK = Rule(free=60, locks_at=200, pause=timedelta(seconds=1), longest_pause=timedelta(seconds=20))
