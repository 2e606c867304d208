"""The kernel's own probes: databases, cache, scheduler."""

from __future__ import annotations

import time
from uuid import uuid4

from django.core.cache import cache
from django.db import connections

from ebok.core.health import ProbeResult, probe
from ebok.core.watching import allowed_silence, watch_scheduler


@probe("database", necessary=True)
def portal_database() -> ProbeResult:
    """The portal's own database answers."""
    return _answers("default")


@probe("exchange-database")
def exchange_database() -> ProbeResult:
    """The exchange database answers; without it public pages and sign-in still work."""
    return _answers("exchange")


@probe("cache")
def cache_keeps_values() -> ProbeResult:
    """What is put into the cache comes out again (limits on tries depend on it)."""
    key, started = f"health-{uuid4().hex}", time.monotonic()
    cache.set(key, "kept", timeout=10)
    kept = cache.get(key) == "kept"
    cache.delete(key)
    return ProbeResult(ok=kept, detail="keeps values" if kept else "loses values", seconds=_since(started))


@probe("scheduler")
def scheduler_beats() -> ProbeResult:
    """The scheduler and a worker have been alive within `SCHEDULER_SILENCE_SECONDS`; else an alarm opens."""
    silent = watch_scheduler()
    if silent is None:
        return ProbeResult(ok=False, detail="never seen alive; start the worker with its scheduler")
    alive = silent <= allowed_silence()
    return ProbeResult(
        ok=alive, detail="alive" if alive else "silent", seconds=round(silent.total_seconds(), 1)
    )


def _answers(alias: str) -> ProbeResult:
    started = time.monotonic()
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return ProbeResult(ok=True, detail="answers", seconds=_since(started))


def _since(started: float) -> float:
    return round(time.monotonic() - started, 3)
