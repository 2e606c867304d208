"""What a benchmark reports. Each module of this folder with a `measure` function is one benchmark:

    def measure(*, size: str, folder: Path) -> list[Figure]: ...

`size` is "S", "M" or "L" (about 1 k, 100 k, 1 M customer accounts); `folder` is empty, its own, and
removed afterwards. `make bench` starts an empty PostgreSQL for those who need one: its two databases are
named by `BENCH_DATABASE_URL` and `BENCH_EXCHANGE_DATABASE_URL`. The limit is measured in the same run, on
the same machine: only ratios count.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

SIZES = {"S": 1_000, "M": 100_000, "L": 1_000_000}
"""Customer accounts of a size."""


class NotMeasured(RuntimeError):
    """This machine lacks what the benchmark needs; the text says what."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value, mostly beside the limit that it is judged by.

    Parameters:
        name: what was done, e.g. "home page through nginx".
        value, unit: what was measured.
        limit: the same thing done in the barest way, in the same unit; None when nothing is compared.
        limit_name: what the limit is, e.g. "static file by nginx".
        goal: bound of value / limit; None reports without judging.
        rule: which side of the goal is good.
    """

    name: str
    value: float
    unit: str
    limit: float | None = None
    limit_name: str = ""
    goal: float | None = None
    rule: Literal["at least", "at most"] = "at least"

    @property
    def ratio(self) -> float | None:
        """Value to limit; None without a limit."""
        return self.value / self.limit if self.limit else None

    @property
    def broken(self) -> bool:
        """True when the ratio misses its goal."""
        if self.goal is None or self.ratio is None:
            return False
        return self.ratio < self.goal if self.rule == "at least" else self.ratio > self.goal


def seconds_of(act: Callable[[], object], *, times: int, warm_up: int = 1) -> list[float]:
    """How long each of `times` runs of `act` took, in seconds, after `warm_up` runs that do not count."""
    for _ in range(warm_up):
        act()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        taken.append(time.perf_counter() - started)
    return taken


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def median(values: Sequence[float]) -> float:
    """The middle value: single outliers of a busy machine do not move it."""
    return statistics.median(values)
