"""`/health/live` and `/health/ready`: for load balancers, supervisors and monitoring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from ebok.core.health import probes
from ebok.core.readiness import Examiner, Finding

_examiner = Examiner()


@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers; it looks at nothing else."""
    return JsonResponse({"status": "ok"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 "ok" or "degraded" (something needs a person), 503 "failing" (a necessary part is away)."""
    findings = _examiner.examine(probes())
    status = overall(findings)
    answer = {"status": status, "checks": {finding.probe.name: _as_json(finding) for finding in findings}}
    return JsonResponse(answer, status=503 if status == "failing" else 200)


def overall(findings: Sequence[Finding]) -> str:
    """The worst of all findings: "ok", "degraded" or "failing"."""
    bad = [finding for finding in findings if not finding.result.ok]
    if any(finding.probe.necessary for finding in bad):
        return "failing"
    return "degraded" if bad else "ok"


def _as_json(finding: Finding) -> dict[str, Any]:
    result = finding.result
    facts = {"ok": result.ok, "necessary": finding.probe.necessary, "detail": result.detail}
    return facts if result.seconds is None else {**facts, "seconds": result.seconds}
