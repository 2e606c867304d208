"""Probes: each looks at one thing that the site needs and says in a sentence how it is.

An app registers its probes in `AppConfig.ready()` (by importing the module that holds them).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """How one thing is.

    Parameters:
        ok: False when a person should look.
        detail: plain words without secrets or personal data: the answer is public.
        seconds: an age or a duration, when the probe measures one.
    """

    ok: bool
    detail: str
    seconds: float | None = None


Check = Callable[[], ProbeResult]


@dataclass(frozen=True, slots=True)
class Probe:
    """A registered probe; without a necessary one the site cannot answer at all."""

    name: str
    check: Check
    necessary: bool


_probes: dict[str, Probe] = {}


def probe(name: str, *, necessary: bool = False) -> Callable[[Check], Check]:
    """Decorator: register a probe.

    Parameters:
        name: what is looked at ("storage").
        necessary: True when the site cannot answer any request without it; then a failure
            takes this process out of the load balancer (503). Otherwise it is "degraded".
    """

    def register(check: Check) -> Check:
        _probes[name] = Probe(name=name, check=check, necessary=necessary)
        return check

    return register


def probes() -> list[Probe]:
    """All registered probes, by name."""
    return [_probes[name] for name in sorted(_probes)]
