"""Is the event log sealed in time? For `/health/ready`."""

from __future__ import annotations

from django.utils import timezone

from ebok.audit.models import AuditEntry
from ebok.audit.sealing import head
from ebok.core.health import ProbeResult, probe

LONGEST_UNSEALED_SECONDS = 600


@probe("audit-seal")
def entries_are_sealed_in_time() -> ProbeResult:
    """No entry has been without a seal for longer than ten minutes."""
    last = head()
    unsealed = AuditEntry.objects.filter(id__gt=last.to_id if last else 0)
    oldest = unsealed.order_by("id").values_list("at", flat=True).first()
    seconds = (timezone.now() - oldest).total_seconds() if oldest else 0.0
    ok = seconds <= LONGEST_UNSEALED_SECONDS
    detail = "sealed in time" if ok else "entries are waiting for a seal"
    return ProbeResult(ok=ok, detail=detail, seconds=round(seconds, 1))
